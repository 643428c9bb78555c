//! Where a city's files are read from.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::Dir;

use super::shipped_city;

/// A folder on disk, or the copy in the binary.
#[derive(Clone, Debug)]
pub enum CityFiles {
    /// A folder on disk.
    Folder(PathBuf),
    /// The copy embedded at build time.
    Embedded(&'static Dir<'static>),
}

impl CityFiles {
    /// What `city = "NAME"` in a scenario means: a path when it looks like one (relative to
    /// `beside`, the scenario's folder), else the folder of that name beside the scenario, else the
    /// shipped city. `None` when there is none of these.
    pub fn find(name: &str, beside: Option<&Path>) -> Option<CityFiles> {
        let base = beside.unwrap_or(Path::new(""));
        let folder = base.join(name);
        if name.contains(['/', '\\']) || folder.join("city.toml").is_file() {
            return Some(CityFiles::Folder(folder));
        }
        shipped_city(name).map(CityFiles::Embedded)
    }

    /// The bytes of one file.
    pub fn read(&self, name: &str) -> io::Result<Cow<'static, [u8]>> {
        match self {
            CityFiles::Folder(path) => std::fs::read(path.join(name)).map(Cow::Owned),
            CityFiles::Embedded(dir) => dir
                .get_file(dir.path().join(name))
                .map(|file| Cow::Borrowed(file.contents()))
                .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "not in the shipped city")),
        }
    }

    /// How to name one file in a message.
    pub fn label(&self, name: &str) -> String {
        match self {
            CityFiles::Folder(path) => path.join(name).display().to_string(),
            CityFiles::Embedded(dir) => format!("{}/{name} (shipped)", dir.path().display()),
        }
    }

    /// The folder, for messages.
    pub fn folder(&self) -> PathBuf {
        match self {
            CityFiles::Folder(path) => path.clone(),
            CityFiles::Embedded(dir) => dir.path().to_path_buf(),
        }
    }
}
