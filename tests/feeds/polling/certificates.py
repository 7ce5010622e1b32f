"""Throw-away certificates for servers on loopback, made with the openssl command."""

import subprocess
from pathlib import Path


def make_root(folder: Path, name: str) -> None:
    """Make a certificate that signs others, and itself, for localhost."""
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    usage = ("-addext", "keyUsage=critical,keyCertSign", "-addext", "subjectAltName=DNS:localhost")
    openssl(
        folder,
        *("req", "-x509", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-days", "2"),
        *(*usage, "-out", f"{name}.pem"),
    )


def sign(folder: Path, name: str, *, host: str, days: int) -> None:
    """Make a certificate for a host, signed by the root of that folder."""
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl(folder, "req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
    (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}")
    openssl(
        folder,
        *("x509", "-req", "-in", f"{name}.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"),
        *("-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem"),
    )


def openssl(folder: Path, *arguments: str) -> None:
    """Run openssl in a folder."""
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607 - found on the path
