"""A throw-away certificate for `*.feeds.test`, signed as on the real web: root, intermediate, leaf."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import certifi

NAMES = "*.feeds.test"
CA = "basicConstraints=critical,CA:TRUE"
LEAF = f"subjectAltName=DNS:{NAMES}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Files in PEM."""

    trusted: Path  # what a client trusts: our root among all those of the web, as many as in earnest
    chain: Path  # what the server shows: leaf and intermediate
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """Make a root, an intermediate and a leaf (ECDSA P-256, as most sites have) with the openssl command."""
    _key(folder, "root")
    _openssl(
        folder, "req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=Bench root", "-days", "2",
        "-addext", "keyUsage=critical,keyCertSign", "-out", "root.pem",
    )  # fmt: skip
    _sign(folder, "middle", by="root", extension=CA)
    _sign(folder, "leaf", by="middle", extension=LEAF)
    chain = folder / "chain.pem"
    chain.write_text((folder / "leaf.pem").read_text() + (folder / "middle.pem").read_text())
    trusted = folder / "trusted.pem"
    trusted.write_text(certifi.contents() + (folder / "root.pem").read_text())
    return Certificate(trusted=trusted, chain=chain, key=folder / "leaf.key")


def _sign(folder: Path, name: str, *, by: str, extension: str) -> None:
    _key(folder, name)
    (folder / f"{name}.ext").write_text(extension)
    _openssl(
        folder, "req", "-new", "-key", f"{name}.key", "-subj", f"/CN=Bench {name}", "-out", f"{name}.csr"
    )
    _openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key",
        "-CAcreateserial", "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem",
    )  # fmt: skip


def _key(folder: Path, name: str) -> None:
    _openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607  as found on the path
