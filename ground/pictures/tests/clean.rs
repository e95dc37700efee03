//! Pictures as people and attackers send them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use pictures::{Picture, clean};

const CANARY: &[u8] = b"GPS 52.5200N 13.4050E of Anna";

/// Red on the left, blue on the right.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG with a block of Exif that says how it was held, and where.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    let length = CANARY.len() as u8;
    exif.extend([0x01, 0x0e, 0, 2, 0, 0, 0, length, 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(CANARY);
    let head = [0xff, 0xe1, 0, exif.len() as u8 + 2];
    [&jpeg[..2], &head, &exif, &jpeg[2..], CANARY].concat()
}

fn holds(bytes: &[u8], canary: &[u8]) -> bool {
    bytes.windows(canary.len()).any(|it| it == canary)
}

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let format = ImageFormat::from_mime_type(picture.media_type).unwrap();
    let image = image::load_from_memory_with_format(&picture.bytes, format).unwrap();
    assert_eq!((image.width(), image.height()), (picture.width, picture.height));
    image.to_rgba8().get_pixel(x, y).0
}

fn why(bytes: &[u8]) -> &'static str {
    clean(bytes).err().expect("it is refused").refusal().expect("in kind words")
}

#[test]
fn a_picture_is_upright_and_nothing_of_its_file_survives() {
    let sent = with_exif(&file(two_halves(300, 200), ImageFormat::Jpeg), 6);
    assert!(holds(&sent, CANARY));
    let picture = clean(&sent).unwrap();
    assert_eq!((picture.media_type, picture.width, picture.height), ("image/jpeg", 200, 300));
    assert!(!holds(&picture.bytes, b"GPS") && !holds(&picture.bytes, b"Exif") && !holds(&picture.bytes, b"Anna"));
    // Held a quarter to the right, the left side is the upper one.
    let (above, below) = (pixel(&picture, 100, 10), pixel(&picture, 100, 290));
    assert!(above[0] > 180 && above[2] < 80, "{above:?}");
    assert!(below[2] > 180 && below[0] < 80, "{below:?}");
}

#[test]
fn words_inside_a_png_do_not_survive() {
    let png = file(two_halves(20, 20), ImageFormat::Png);
    // A tEXt chunk before the last twelve bytes; readers leave out an optional chunk whose sum is wrong.
    let chunk = [&(CANARY.len() as u32 + 5).to_be_bytes()[..], b"tEXtName\0", CANARY, &[0; 4]].concat();
    let sent = [&png[..png.len() - 12], &chunk, &png[png.len() - 12..], CANARY].concat();
    let picture = clean(&sent).unwrap();
    assert!(!holds(&picture.bytes, CANARY));
}

#[test]
fn a_large_picture_becomes_smaller_and_a_small_one_stays() {
    let picture = clean(&file(two_halves(4000, 1000), ImageFormat::Jpeg)).unwrap();
    assert_eq!((picture.width, picture.height), (1600, 400));
    assert!(pixel(&picture, 10, 200)[0] > 180);
    let picture = clean(&file(two_halves(7, 5), ImageFormat::WebP)).unwrap();
    assert_eq!((picture.width, picture.height, picture.media_type), (7, 5, "image/jpeg"));
    let strip = clean(&file(two_halves(5000, 1), ImageFormat::Png)).unwrap();
    assert_eq!((strip.width, strip.height), (1600, 1));
}

#[test]
fn what_shines_through_goes_on_doing_so() {
    let clear = RgbaImage::from_fn(40, 40, |x, _| Rgba([10, 200, 10, if x < 20 { 0 } else { 255 }]));
    let picture = clean(&file(clear, ImageFormat::Png)).unwrap();
    assert_eq!(picture.media_type, "image/webp");
    assert_eq!((pixel(&picture, 5, 5)[3], pixel(&picture, 30, 5)[3]), (0, 255));
    let solid = RgbaImage::from_pixel(40, 40, Rgba([10, 200, 10, 255]));
    assert_eq!(clean(&file(solid, ImageFormat::Png)).unwrap().media_type, "image/jpeg");
}

#[test]
fn what_is_no_picture_is_refused_kindly() {
    let jpeg = file(two_halves(200, 200), ImageFormat::Jpeg);
    let png = file(two_halves(200, 200), ImageFormat::Png);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;";
    for bytes in [&b""[..], b"Just some words in holiday.jpg", svg, gif, &jpeg[..20], &png[..60], &[0xff; 4000]] {
        assert_eq!(why(bytes), "picture-not-readable");
    }
}

#[test]
fn a_file_that_unfolds_to_more_than_it_seems_is_refused_before_it_does() {
    let wide = file(DynamicImage::new_luma8(8000, 6000), ImageFormat::Png);
    assert!(wide.len() < 400_000, "{}", wide.len());
    assert_eq!(why(&wide), "picture-too-big");
    let mut lying = file(two_halves(16, 16), ImageFormat::Jpeg);
    let at = lying.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
    lying[at + 5..at + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(why(&lying), "picture-too-big");
    assert_eq!(why(&vec![0xff; 12 * 1024 * 1024 + 1]), "picture-too-big");
}

#[test]
fn a_damaged_picture_is_shown_or_refused_and_never_our_fault() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(two_halves(64, 48), format);
        let mut seed = 7u64;
        for _ in 0..400 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let mut bytes = whole.clone();
            let at = (seed >> 33) as usize % bytes.len();
            bytes[at] ^= (seed >> 24) as u8 | 1;
            if seed.is_multiple_of(3) {
                bytes.truncate(at);
            }
            if let Err(error) = clean(&bytes) {
                assert!(error.refusal().is_some(), "{format:?}: {error}");
            }
        }
    }
}
