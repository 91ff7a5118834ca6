"""Why an input may be refused or repaired: the closed set behind `rejects.reason`."""

from __future__ import annotations

REASONS = {
    "bad_encoding": "The bytes are not UTF-8; another encoding was taken (repaired).",
    "bad_record": "A record is broken, or one of its fields missing or wrong; a lesser field is left out (repaired).",
    "bomb": "An archive or a compressed file unpacks to more than the limits allow.",
    "duplicate_id": "An earlier article already has this id; the first one in reading order is kept.",
    "empty": "There is no text, or nothing but white space.",
    "failed": "Extraction broke on the article; the detail names the fault.",
    "link_loop": "A symbolic link leads back into the seeds folder; what it points to is read where it lies.",
    "link_outside": "A symbolic link leads out of the seeds folder and is not followed.",
    "not_text": "It is no text: an image, an archive, an office document, data in letters.",
    "too_long": "The text or the record is longer than the limit.",
    "too_slow": "Extraction takes longer than the limit.",
    "unknown_format": "No reader knows this kind of file, or it is hidden.",
    "unreadable": "It could not be read: permission, a broken disk, broken or encrypted data, a link to nothing.",
    "unsafe_name": "A member of an archive is a link or a device, or its name leads out of the archive.",
    "wrong_language": "The text is not English.",
}
