//! A PBF file as blocks: found, checked for being all there, and decoded a few at a time.
//!
//! The form is described in <https://wiki.openstreetmap.org/wiki/PBF_Format>; the decoding is the `osmpbf` crate's.
//! Nothing here trusts the file: sizes are checked before they are followed, and a block on which the decoder gives
//! up is an error with the byte where it starts.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use osmpbf::{Blob, BlobError, BlobReader, BlobType, ByteOffset, ErrorKind, PrimitiveBlock};
use rayon::prelude::*;

use super::error::OsmError;

/// Header features that change nothing for roads, or that the decoder handles.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Blocks decoded at a time: enough for every core, few enough to hold (up to 32 MiB each, mostly under 1 MiB).
const BATCH: usize = 32;

/// An opened file, and where its blocks of data start.
pub(super) struct OsmFile {
    path: PathBuf,
    reader: BlobReader<BufReader<File>>,
    blocks: Vec<u64>,
}

impl OsmFile {
    /// Opens the file, finds its blocks and reads its header.
    pub(super) fn open(path: &Path) -> Result<OsmFile, OsmError> {
        let unreadable = |source| OsmError::Unreadable { path: path.to_path_buf(), source };
        let blocks = Frames::open(path).map_err(unreadable)?.all()?;
        let reader = File::open(path)
            .and_then(|file| BlobReader::new_seekable(BufReader::new(file)).map_err(std::io::Error::from))
            .map_err(unreadable)?;
        let mut file = OsmFile { path: path.to_path_buf(), reader, blocks: Vec::new() };
        for (offset, is_header) in blocks {
            if is_header {
                file.check_header(offset)?;
            } else {
                file.blocks.push(offset);
            }
        }
        Ok(file)
    }

    /// What `read` makes of every block of data, in file order. `read` says what is wrong with a block.
    pub(super) fn read_blocks<T: Send>(
        &mut self,
        read: impl Fn(&PrimitiveBlock) -> Result<T, String> + Sync,
    ) -> Result<Vec<T>, OsmError> {
        let mut all = Vec::with_capacity(self.blocks.len());
        for batch in self.blocks.clone().chunks(BATCH) {
            let blobs = batch.iter().map(|&offset| Ok((offset, self.blob(offset)?)));
            let blobs = blobs.collect::<Result<Vec<_>, OsmError>>()?;
            let decoded = blobs.par_iter().map(|(offset, blob)| (*offset, decoded(blob, &read)));
            // Collected before the first failure is looked for: which one that is must not depend on the threads.
            for (offset, result) in decoded.collect::<Vec<_>>() {
                all.push(result.map_err(|fault| self.error(offset, fault))?);
            }
        }
        Ok(all)
    }

    fn blob(&mut self, offset: u64) -> Result<Blob, OsmError> {
        let blob = self.reader.blob_from_offset(ByteOffset(offset));
        blob.map_err(|e| self.error(offset, Fault::of(&e)))
    }

    /// Refuses a file whose header asks for what this reader cannot do, such as several versions of every object.
    fn check_header(&mut self, offset: u64) -> Result<(), OsmError> {
        let header = self.blob(offset)?.to_headerblock().map_err(|e| self.error(offset, Fault::of(&e)))?;
        let unknown = header.required_features().iter().find(|f| !KNOWN_FEATURES.contains(&f.as_str()));
        match unknown {
            Some(feature) => Err(self.error(offset, Fault::Unsupported(feature.clone()))),
            None => Ok(()),
        }
    }

    fn error(&self, offset: u64, fault: Fault) -> OsmError {
        let path = self.path.clone();
        match fault {
            Fault::Damage(reason) => OsmError::Corrupt { path, offset, reason },
            Fault::Unsupported(feature) => OsmError::Unsupported { path, feature },
        }
    }
}

/// What is wrong with a block.
enum Fault {
    Damage(String),
    Unsupported(String),
}

impl Fault {
    fn of(error: &osmpbf::Error) -> Fault {
        match error.kind() {
            // What the decoder calls empty is a block packed by another method than zlib.
            ErrorKind::Blob(BlobError::Empty) => {
                Fault::Unsupported("blocks packed with lzma, lz4 or zstd".to_string())
            }
            _ => Fault::Damage(error.to_string()),
        }
    }
}

/// `read` of the decoded block. The decoder adds up differences between numbers of the file without looking; where a
/// build checks for overflow, that is a panic, and here a damaged block.
fn decoded<T>(blob: &Blob, read: &impl Fn(&PrimitiveBlock) -> Result<T, String>) -> Result<T, Fault> {
    let attempt = || match blob.to_primitiveblock() {
        Ok(block) => read(&block).map_err(Fault::Damage),
        Err(e) => Err(Fault::of(&e)),
    };
    let panicked = |_| Err(Fault::Damage("numbers that no map has".to_string()));
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(panicked)
}

/// The file as a row of frames: four bytes of header size, a header that says how long the block is, the block.
struct Frames {
    path: PathBuf,
    length: u64,
    sizes: File,
    headers: BlobReader<BufReader<File>>,
}

impl Frames {
    fn open(path: &Path) -> std::io::Result<Frames> {
        let sizes = File::open(path)?;
        let length = sizes.metadata()?.len();
        let headers = BlobReader::new_seekable(BufReader::new(File::open(path)?))?;
        Ok(Frames { path: path.to_path_buf(), length, sizes, headers })
    }

    /// Where every header block (`true`) and block of data (`false`) starts; all of them are in the file whole.
    fn all(mut self) -> Result<Vec<(u64, bool)>, OsmError> {
        let (mut found, mut offset) = (Vec::new(), 0);
        if self.length == 0 {
            return Err(self.not_pbf("it is empty"));
        }
        while offset < self.length {
            let (kind, end) = self.frame(offset)?;
            match kind {
                Kind::Other if offset == 0 => {
                    return Err(self.not_pbf("it does not begin with a header block"));
                }
                Kind::Other => {}
                Kind::Header => found.push((offset, true)),
                Kind::Data => found.push((offset, false)),
            }
            offset = end;
        }
        Ok(found)
    }

    /// What the frame at `offset` holds, and where it ends.
    fn frame(&mut self, offset: u64) -> Result<(Kind, u64), OsmError> {
        if self.length - offset < 4 {
            return Err(self.truncated(offset));
        }
        let header_size = self.header_size(offset)?;
        if header_size >= osmpbf::MAX_BLOB_HEADER_SIZE {
            return Err(self.damaged(offset, "its first bytes are no size of a block header"));
        }
        let block_start = offset + 4 + header_size;
        if block_start > self.length {
            return Err(self.truncated(offset));
        }
        let header = self.headers.seek(ByteOffset(offset)).and_then(|()| {
            self.headers.next_header_skip_blob().transpose().map(|header| header.map(|(header, _)| header))
        });
        let Ok(Some(header)) = header else { return Err(self.damaged(offset, "its header cannot be read")) };
        // The block itself may be packed, and then a little larger than its content.
        let size =
            u64::try_from(header.get_blob_size()).ok().filter(|&s| s <= 2 * osmpbf::MAX_BLOB_MESSAGE_SIZE);
        let Some(size) = size else {
            return Err(self.damaged(offset, "its header gives an impossible size"));
        };
        if block_start + size > self.length {
            return Err(self.truncated(offset));
        }
        let kind = match header.blob_type() {
            BlobType::OsmHeader => Kind::Header,
            BlobType::OsmData => Kind::Data,
            BlobType::Unknown(_) => Kind::Other,
        };
        Ok((kind, block_start + size))
    }

    fn header_size(&mut self, offset: u64) -> Result<u64, OsmError> {
        let mut bytes = [0; 4];
        let read = self.sizes.seek(SeekFrom::Start(offset)).and_then(|_| self.sizes.read_exact(&mut bytes));
        match read {
            Ok(()) => Ok(u64::from(u32::from_be_bytes(bytes))),
            Err(source) => Err(OsmError::Unreadable { path: self.path.clone(), source }),
        }
    }

    fn not_pbf(&self, reason: &str) -> OsmError {
        OsmError::NotPbf { path: self.path.clone(), reason: reason.to_string() }
    }

    fn truncated(&self, offset: u64) -> OsmError {
        OsmError::Truncated { path: self.path.clone(), length: self.length, offset }
    }

    /// Damage of the first frame means that the file is something else.
    fn damaged(&self, offset: u64, reason: &str) -> OsmError {
        match offset {
            0 => self.not_pbf(reason),
            _ => OsmError::Corrupt { path: self.path.clone(), offset, reason: reason.to_string() },
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Header,
    Data,
    Other,
}
