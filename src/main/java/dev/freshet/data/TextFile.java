package dev.freshet.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The text of a file, unpacked where it is a gzip. It is UTF-8 or UTF-16, as its first bytes show.
 * Where a later byte sequence is not UTF-8 it is read again as Windows-1252, which has Latin-1
 * (used by MovieLens until 2009) in it; unless most of what is not ASCII is UTF-8: then those bytes
 * are damaged. A pipe is copied first, as it can be read once.
 *
 * @param path of the file
 * @param content where its bytes are read from: the file, or a copy of a pipe
 * @param start the first bytes of the text, as many as tell what it is
 */
@SuppressWarnings("ArrayRecordComponent") // Read once; equality is never asked.
record TextFile(Path path, Path content, byte[] start) {

  /** Bytes that surely contain the first line of anything that is a rating file. */
  private static final int SNIFFED_BYTES = 16 * 1024;

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char REPLACEMENT = '\uFFFD';
  private static final char LAST_OF_ASCII = 0x7f;

  /** Characters of {@code sep=;}. */
  private static final int FOR_SPREADSHEET = 5;

  /** Works through the text of a file. */
  interface Parser<T> {
    /** Reads what it needs; does not close. */
    T read(BufferedReader text) throws IOException;
  }

  /** Looks at the beginning of a file. */
  static TextFile of(Path path) throws IOException {
    Path content = Files.isRegularFile(path) ? path : copied(path);
    try (InputStream in = unpacked(content)) {
      return new TextFile(path, content, in.readNBytes(SNIFFED_BYTES));
    }
  }

  private static Path copied(Path pipe) throws IOException {
    try (InputStream in = Files.newInputStream(pipe)) {
      Path copy = Files.createTempFile("freshet-ratings-", "");
      copy.toFile().deleteOnExit();
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    }
  }

  private static InputStream unpacked(Path path) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    try {
      in.mark(2);
      boolean isGzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return isGzip ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The beginning of the text; characters in another encoding than it shows are replaced. */
  String beginning() {
    String text = new String(start, charset());
    String plain = text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
    return isForSpreadsheet(plain) ? plain.substring(FOR_SPREADSHEET) : plain;
  }

  /** Whether a text begins with the line {@code sep=;}, which tells Excel the separator. */
  private static boolean isForSpreadsheet(String text) {
    return text.length() > FOR_SPREADSHEET
        && text.regionMatches(true, 0, "sep=", 0, FOR_SPREADSHEET - 1)
        && (text.charAt(FOR_SPREADSHEET) == '\n' || text.charAt(FOR_SPREADSHEET) == '\r');
  }

  /** Whether a text is plain in every encoding. */
  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c <= LAST_OF_ASCII);
  }

  /** UTF-16 is told by its mark or, without one, by the zero bytes of plain letters. */
  private Charset charset() {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < start.length; i++) {
      even += start[i] == 0 && i % 2 == 0 ? 1 : 0;
      odd += start[i] == 0 && i % 2 == 1 ? 1 : 0;
    }
    int first = start.length < 2 ? 0 : (start[0] & 0xff) << 8 | (start[1] & 0xff);
    if (first == 0xfffe || (odd > start.length / 4 && even == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return first == 0xfeff || (even > start.length / 4 && odd == 0)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /**
   * Reads the file from its beginning.
   *
   * @throws RatingFileException if the file cannot be read
   */
  <T> T read(Parser<T> parser) {
    return read(parser, read -> false, Remarks.NONE);
  }

  /**
   * Reads the file from its beginning.
   *
   * @param hasIds whether what was read has ids of other characters than ASCII
   * @param remarks is told of an encoding other than UTF-8
   * @throws RatingFileException if the file cannot be read
   */
  <T> T read(Parser<T> parser, Predicate<T> hasIds, Remarks remarks) {
    Charset charset = charset();
    try {
      try {
        T read = read(parser, charset);
        if (!charset.equals(StandardCharsets.UTF_8)) {
          remarks.note(RatingFileException.name(path) + ": read as UTF-16");
        }
        return read;
      } catch (CharacterCodingException notAsItShows) {
        if (!charset.equals(StandardCharsets.UTF_8)) {
          throw notAsItShows;
        }
        long damaged = damaged();
        T read = damaged > 0 ? read(parser, lenient()) : read(parser, WINDOWS);
        String name = RatingFileException.name(path);
        if (damaged > 0) {
          remarks.warn(name + ": UTF-8, but " + damaged + " characters are not: read as \uFFFD");
        } else {
          String says = name + ": not UTF-8, read as Windows-1252 (Western European)";
          if (hasIds.test(read)) {
            remarks.warn(says + ", ids as well; if that is wrong, save it as UTF-8");
          } else {
            remarks.note(says + "; if that is wrong, save it as UTF-8");
          }
        }
        return read;
      }
    } catch (CharacterCodingException e) {
      throw new RatingFileException(path, "is in an unknown encoding; save it as UTF-8");
    } catch (MalformedRowException e) {
      throw e.of(path);
    } catch (IOException e) {
      throw new RatingFileException(path, why(e));
    }
  }

  /** How many characters are damaged where most are UTF-8; 0 where it is another encoding. */
  private long damaged() throws IOException {
    long damaged = 0;
    long good = 0;
    try (InputStream in = unpacked(content);
        BufferedReader text = new BufferedReader(new InputStreamReader(in, lenient()))) {
      for (int c = text.read(); c >= 0; c = text.read()) {
        damaged += c == REPLACEMENT ? 1 : 0;
        good += c > LAST_OF_ASCII && c != REPLACEMENT ? 1 : 0;
      }
    }
    return good > damaged ? damaged : 0;
  }

  private static CharsetDecoder lenient() {
    return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
  }

  private <T> T read(Parser<T> parser, Charset charset) throws IOException {
    return read(parser, charset.newDecoder());
  }

  private <T> T read(Parser<T> parser, CharsetDecoder decoder) throws IOException {
    try (InputStream in = unpacked(content);
        BufferedReader text = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16)) {
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      text.mark(FOR_SPREADSHEET + 1);
      char[] line = new char[FOR_SPREADSHEET + 1];
      int chars = text.read(line);
      text.reset();
      if (chars == line.length && isForSpreadsheet(new String(line))) {
        text.skip(FOR_SPREADSHEET); // the rest is a blank line, which is counted
      }
      return parser.read(text);
    }
  }

  /** Why a file cannot be read, for a person. */
  static String why(IOException e) {
    return e instanceof EOFException || e instanceof ZipException
        ? "is packed and damaged, or cut off (" + e.getMessage() + "); fetch it again"
        : "cannot be read (" + e + ")";
  }
}
