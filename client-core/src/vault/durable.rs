//! Files that are replaced whole or not at all, and are on disk when the call returns.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

/// Suffix of a file that is being written.
const UNFINISHED: &str = ".new";

/// Replaces `name` in `folder` by `bytes`: written beside it, synced, renamed, folder synced.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    prepare(folder, name, bytes)?;
    take_effect(folder, name)?;
    sync_folder(folder)
}

/// Writes and syncs the new file beside the one that is in effect.
pub(crate) fn prepare(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = begin(folder, name)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The new file, empty, beside the one that is in effect; to be synced before it takes effect.
pub(crate) fn begin(folder: &Path, name: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(folder.join(unfinished(name)))
}

/// Renames the prepared file over the one in effect.
pub(crate) fn take_effect(folder: &Path, name: &str) -> io::Result<()> {
    fs::rename(folder.join(unfinished(name)), folder.join(name))
}

/// Makes a rename or removal in `folder` durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The whole file, or `None` if there is none. A file above `limit` is an error, not read.
pub(crate) fn read(folder: &Path, name: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(folder.join(name)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    if length > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // Room for all of it at once: it may be a secret, and a vector that moves leaves a copy.
    let room = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let mut bytes = Vec::with_capacity(room.saturating_add(1));
    file.take(length).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Removes `name` for good; that there is none is no error.
pub(crate) fn remove(folder: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(folder.join(name)) {
        Ok(()) => sync_folder(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Removes what a crash left half written.
pub(crate) fn remove_unfinished(folder: &Path, name: &str) -> io::Result<()> {
    remove(folder, &unfinished(name))
}

/// A folder of one's own.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Takes `name` for this process until the file is dropped; `None` if another has it.
pub(crate) fn lock(folder: &Path, name: &str) -> io::Result<Option<File>> {
    let file = File::create(folder.join(name))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Takes `name` as [`lock`] does, and waits for whoever has it.
pub(crate) fn wait_for_lock(folder: &Path, name: &str) -> io::Result<File> {
    let file = File::create(folder.join(name))?;
    file.lock()?;
    Ok(file)
}

fn unfinished(name: &str) -> String {
    format!("{name}{UNFINISHED}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_old_one_until_the_new_one_takes_effect() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert_eq!(read(folder, "a", 9).unwrap(), None);
        replace(folder, "a", b"old").unwrap();
        prepare(folder, "a", b"new").unwrap();
        assert_eq!(read(folder, "a", 9).unwrap().unwrap(), b"old");
        take_effect(folder, "a").unwrap();
        assert_eq!(read(folder, "a", 9).unwrap().unwrap(), b"new");
        remove(folder, "a").unwrap();
        remove(folder, "a").unwrap();
        assert_eq!(read(folder, "a", 9).unwrap(), None);
    }

    #[test]
    fn what_a_crash_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path(), "a", b"new").unwrap();
        remove_unfinished(folder.path(), "a").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        replace(folder.path(), "a", &[0; 10]).unwrap();
        assert!(read(folder.path(), "a", 9).is_err());
        assert_eq!(read(folder.path(), "a", 10).unwrap().unwrap().len(), 10);
    }

    #[test]
    fn a_lock_is_one_holder_s_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock(folder.path(), "lock").unwrap().unwrap();
        assert!(lock(folder.path(), "lock").unwrap().is_none());
        drop(held);
        assert!(lock(folder.path(), "lock").unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_the_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt;
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("in/ner");
        create_folder(&folder).unwrap();
        replace(&folder, "a", b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("a")), 0o600);
    }
}
