package dev.freshet.wire;

/**
 * What is UTF-8 and what is not: The Unicode Standard 15, table 3-7. Overlong forms, surrogates and
 * numbers beyond U+10FFFF are not.
 */
final class Utf8 {

  private Utf8() {}

  /** Whether all of {@code bytes} is well-formed. */
  static boolean isValid(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int length = bytes[i] >= 0 ? 1 : sequence(bytes, i);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Bytes of the character that starts at {@code i} and is not ASCII; 0 if there is none. */
  private static int sequence(byte[] bytes, int i) {
    int lead = bytes[i] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (i + length > bytes.length) {
      return 0;
    }
    int second = bytes[i + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int tail = i + 2; tail < i + length; tail++) {
      if ((bytes[tail] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Bytes that {@code text} takes; -1 if half a surrogate pair makes it impossible. */
  static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }

  /** Whether {@code text} contains U+0000 to U+001F or U+007F to U+009F. */
  static boolean hasControlCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
