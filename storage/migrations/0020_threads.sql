-- Whether a thread is opened at each card in a chat, where its platform has threads.
ALTER TABLE chat ADD COLUMN threads INTEGER NOT NULL DEFAULT 0;
