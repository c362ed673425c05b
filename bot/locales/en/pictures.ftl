# A picture is not taken in: why, and what to do.
picture-too-big = The file is too large, I take up to { $megabytes } MB. Send a screenshot as a photo.
picture-not-a-picture = This is not a picture. Send a screenshot or a photo of the screen.
picture-unsupported-kind = I do not take this kind of picture. Send it as an ordinary photo or PNG.
picture-too-many-pixels = The picture has more than { $megapixels } megapixels. Send it as a photo, Telegram makes it smaller.
picture-broken = The picture is damaged. Take it once more and send it.
