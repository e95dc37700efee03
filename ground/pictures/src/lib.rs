//! A picture that somebody sends is made anew from its pixels alone. Where it was taken, when, with what, and what else a
//! file may carry along, does not survive; nor does anything that was made to harm those who look.

use std::{
    io::Cursor,
    sync::{Mutex, PoisonError},
};

use db::{Error, Result};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
    imageops::FilterType,
    metadata::Orientation,
};

/// What telephones take is less.
const BYTES_AT_MOST: usize = 12 * 1024 * 1024;
/// A large camera; a file that unfolds to more was made to.
const PIXELS_AT_MOST: u64 = 40_000_000;
/// Longer strips than this are no pictures.
const SIDE_AT_MOST: u32 = 30_000;
/// What one picture may take of our memory while it is read.
const MEMORY_AT_MOST: u64 = 256 * 1024 * 1024;
/// Sharp on any telephone, and small enough for a slow network.
const SHOWN_AT_MOST: u32 = 1600;
const QUALITY: u8 = 82;

/// One after the other: several at once would take several times the memory, and nobody waits long for the turn.
static TURN: Mutex<()> = Mutex::new(());

/// A picture that can be kept and shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, or `image/webp` where something shines through.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Makes a picture anew from a JPEG, PNG or WebP file: upright, at most 1600 pixels long, and nothing but pixels. Of moving
/// pictures it is the first one. Takes up to a few seconds of one core: call it on a thread that may block, and not
/// inside a transaction.
pub fn clean(bytes: &[u8]) -> Result<Picture> {
    if bytes.len() > BYTES_AT_MOST {
        return Err(too_big());
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let image = smaller(read(bytes)?);
    let (mut out, width, height) = (Vec::new(), image.width(), image.height());
    let media_type = if shines_through(&image) {
        image.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut out)).map_err(Error::broken)?;
        "image/webp"
    } else {
        image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).map_err(Error::broken)?;
        "image/jpeg"
    };
    Ok(Picture { bytes: out, media_type, width, height })
}

fn read(bytes: &[u8]) -> Result<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| not_readable())?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(not_readable());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_AT_MOST);
    limits.max_image_height = Some(SIDE_AT_MOST);
    limits.max_alloc = Some(MEMORY_AT_MOST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    // Before anything is unfolded.
    if u64::from(width) * u64::from(height) > PIXELS_AT_MOST || decoder.total_bytes() > MEMORY_AT_MOST {
        return Err(too_big());
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn smaller(image: DynamicImage) -> DynamicImage {
    let fits = |image: &DynamicImage, most| image.width() <= most && image.height() <= most;
    if fits(&image, SHOWN_AT_MOST) {
        return image;
    }
    // A large one in two steps: the first is rough and quick, the second makes it sharp.
    let rough = 2 * SHOWN_AT_MOST;
    let image = if fits(&image, rough) { image } else { image.thumbnail(rough, rough) };
    image.resize(SHOWN_AT_MOST, SHOWN_AT_MOST, FilterType::Lanczos3)
}

fn shines_through(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|it| it.0[3] < 255)
}

fn refused(error: ImageError) -> Error {
    match error {
        ImageError::Limits(_) => too_big(),
        _ => not_readable(),
    }
}

fn too_big() -> Error {
    Error::refused("picture-too-big")
}

fn not_readable() -> Error {
    Error::refused("picture-not-readable")
}
