//! Writing a folder whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// A file to write: its path inside the folder and its bytes.
pub struct OutputFile {
    /// Relative path, with `/`.
    pub path: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// By what an earlier result is known: a file in the folder, and words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The file.
    pub file: &'static str,
    /// What it holds.
    pub words: &'static str,
}

impl Marker {
    fn is_in(self, folder: &Path) -> bool {
        let text = fs::read(folder.join(self.file)).unwrap_or_default();
        String::from_utf8_lossy(&text).contains(self.words)
    }
}

/// Why a folder was not written. The old one, if any, is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds something else than an earlier result.
    #[error("{} is not empty and holds no {marker} of ours: it is not an earlier result to replace", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// The file by which an earlier result is known.
        marker: &'static str,
    },
}

/// Checks, before any work is done, that `folder` may be replaced and written.
///
/// # Errors
/// As [`write_folder`].
pub fn replaceable(folder: &Path, marker: Marker) -> Result<(), FolderError> {
    if folder.exists() && !folder.is_dir() {
        let source = io::Error::new(io::ErrorKind::NotADirectory, "it is a file, not a folder");
        return Err(FolderError::Io { path: folder.to_path_buf(), source });
    }
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(FolderError::Io { path: folder.to_path_buf(), source }),
    };
    if entries.next().is_some() && !marker.is_in(folder) {
        return Err(FolderError::NotOurs { path: folder.to_path_buf(), marker: marker.file });
    }
    Ok(())
}

/// Writes all `files` beside `folder` and then puts them in its place: the old one is renamed away, the new one
/// in, and the old one back if that fails.
///
/// # Errors
/// When `folder` holds something that is not an earlier result (no file `marker` in it), or the
/// system refuses: no space, no permission. Nothing of the old folder is lost in either case.
pub fn write_folder(folder: &Path, marker: Marker, files: &[OutputFile]) -> Result<(), FolderError> {
    replaceable(folder, marker)?;
    let at = |path: PathBuf| move |source| FolderError::Io { path, source };
    // Through a link to the folder it stands for; a folder that is not there yet has none.
    let absolute = fs::canonicalize(folder).or_else(|_| std::path::absolute(folder));
    let absolute = absolute.map_err(at(folder.to_path_buf()))?;
    let parent = absolute.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(at(parent.to_path_buf()))?;
    // Removes itself, and everything in it, on the way out of this function.
    let beside = tempfile::Builder::new().prefix(".bluelamp-").tempdir_in(parent);
    let beside = beside.map_err(at(folder.to_path_buf()))?;
    let fresh = beside.path().join("new");
    let written: Vec<Result<(), FolderError>> = files
        .par_iter()
        .map(|file| write_inside(&fresh.join(&file.path), &file.bytes).map_err(at(folder.join(&file.path))))
        .collect();
    // The first file's error, whichever came first in time.
    written.into_iter().collect::<Result<(), FolderError>>()?;
    let old = beside.path().join("old");
    swap(&fresh, &absolute, &old).map_err(|source| {
        if old.exists() {
            // The old folder could not be put back: it stays where it was moved, instead of being swept away.
            let kept = beside.keep().join("old");
            return FolderError::Io { path: kept, source };
        }
        FolderError::Io { path: folder.to_path_buf(), source }
    })
}

/// Writes one file beside `path` and then puts it in its place.
///
/// # Errors
/// When the system refuses; what was at `path` is as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let at = |source| FolderError::Io { path: path.to_path_buf(), source };
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(at)?;
    let beside = tempfile::Builder::new().prefix(".bluelamp-").tempdir_in(parent).map_err(at)?;
    let fresh = beside.path().join("new");
    write_inside(&fresh, bytes).and_then(|()| fs::rename(&fresh, path)).map_err(at)
}

fn write_inside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.flush()
}

/// Puts `fresh` where `folder` is; the old one goes back if that fails.
fn swap(fresh: &Path, folder: &Path, old: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::rename(folder, old)?;
    }
    fs::rename(fresh, folder).inspect_err(|_| {
        if old.exists() {
            // The first error is the one to report; this puts things back as far as can be.
            let _ = fs::rename(old, folder);
        }
    })
}
