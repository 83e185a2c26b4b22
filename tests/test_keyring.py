"""The installation's secret: made once whoever is first, kept from others, refused when it is damaged."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from diagnostics.keyring import LENGTH, Keyring, KeyringError, open_keyring

KEYS = Keyring(b"k" * LENGTH)


def test_the_first_start_makes_a_secret_for_its_owner_only(tmp_path: Path) -> None:
    """32 random bytes as one line; the next start reads the same, another installation has another."""
    path = tmp_path / "secret"
    first = open_keyring(path)
    assert len(first.secret) == LENGTH and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == first.secret.hex() + "\n"
    assert open_keyring(path) == first != open_keyring(tmp_path / "other")


def test_threads_that_start_at_once_read_one_secret(tmp_path: Path) -> None:
    """One makes the file; nothing else is left in the folder."""
    with ThreadPoolExecutor(16) as pool:
        found = {keyring.secret for keyring in pool.map(lambda _: open_keyring(tmp_path / "secret"), range(200))}
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_processes_that_start_at_once_read_one_secret(tmp_path: Path) -> None:
    """The same for servers that share a folder."""
    code = "import sys; from pathlib import Path; from diagnostics.keyring import open_keyring; sys.stdin.readline(); " \
           "print(open_keyring(Path(sys.argv[1])).secret.hex())"  # fmt: skip
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    processes = [subprocess.Popen([sys.executable, "-c", code, tmp_path / "secret"], text=True, **pipes) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert len({process.communicate(timeout=60)[0] for process in processes}) == 1


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o777])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The message says what to do."""
    open_keyring(path := tmp_path / "secret")
    path.chmod(mode)
    with pytest.raises(KeyringError, match=r"others may read the secret .*chmod 600"):
        open_keyring(path)


@pytest.mark.parametrize(("content", "says"), [
    (b"", "too short"), (b"\n", "too short"), (b"ab" * 31, "too short"), (b"xy" * 32, "damaged"), (b"abc" * 21, "damaged"), (b"\xff\xfe", "damaged"),
    (b"ab" * 16 + b"\n" + b"zz" * 16, "damaged"),
])  # fmt: skip
def test_a_damaged_secret_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """It is not made anew: hashes that were made with it would fit nothing any more."""
    path = tmp_path / "secret"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyringError, match=f"the secret .* is {says}"):
        open_keyring(path)
    assert path.read_bytes() == content


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    """A folder that is missing, and a folder in the file's place."""
    with pytest.raises(KeyringError, match="cannot be read or made: No such file"):
        open_keyring(tmp_path / "nowhere" / "secret")
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(KeyringError, match="cannot be read or made: Is a directory"):
        open_keyring(tmp_path / "folder")


def test_every_purpose_has_a_key_of_its_own() -> None:
    """HMAC-SHA-256 of the purpose (as `openssl dgst -sha256 -hmac` says), 32 bytes each."""
    assert KEYS.key("sign-in").hex() == "58021e931eff64eb26119e4d59a591639cdfa0286dff40fb95ad562b27c31cef"
    assert len({KEYS.key(purpose) for purpose in ("sign-in", "forms", "identifier:phone", "")}) == 4
    assert len(KEYS.key("x")) == 32


def test_a_hash_depends_on_purpose_text_and_secret() -> None:
    """32 hexadecimal digits; the same again for the same."""
    one = KEYS.hashed("phone", "+49301234567")
    assert len(one) == 32 and int(one, 16) and one == KEYS.hashed("phone", "+49301234567")
    assert one != Keyring(b"x" * LENGTH).hashed("phone", "+49301234567")
    assert one not in (KEYS.hashed("tag", "+49301234567"), KEYS.hashed("phone", "+49301234568"))


def test_the_secret_is_not_shown() -> None:
    """Neither printed nor logged with what holds it."""
    assert "k" * 8 not in repr(KEYS) and KEYS.secret.hex() not in repr(KEYS)
