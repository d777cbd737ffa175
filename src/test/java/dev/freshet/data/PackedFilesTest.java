package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rating files in a gzip or a zip are read where they are. */
class PackedFilesTest {
  private static final String RATINGS =
      "user,movie,rating,timestamp\na,m,3,1000000000\nb,n,5,1000000001\n";

  private final Path folder;

  PackedFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static RatingSet open(Path path) {
    return RatingFiles.open(path, Reading.AS_IT_SHOWS, new Said());
  }

  private static void assertRefused(String message, Path path) {
    RatingFileException e = assertThrows(RatingFileException.class, () -> open(path));
    String text = String.valueOf(e.getMessage());
    assertTrue(text.contains(message), text);
    assertEquals(1, text.lines().count(), text);
    assertFalse(text.contains("Exception"), text);
  }

  @Test
  void aGzipIsReadAlsoInAFolder() throws IOException {
    Files.write(folder.resolve("ratings.csv.gz"), gzip(RATINGS));
    Files.write(folder.resolve("movies.csv.gz"), gzip("movieId,title\nm,Heat (1995)\nn,Up\n"));
    assertEquals(2, open(folder.resolve("ratings.csv.gz")).ratings().size());
    assertEquals("Heat", open(folder).movies().get(0).title());
  }

  @Test
  void aDamagedFileThatNobodyMeansIsPassedOver() throws IOException {
    write("ours.csv", RATINGS);
    Files.write(folder.resolve("backup.gz"), java.util.Arrays.copyOf(gzip(RATINGS), 12));
    assertEquals(2, open(folder).ratings().size());
  }

  @Test
  void aGzipThatIsCutOffSaysSo() throws IOException {
    byte[] whole = gzip(RATINGS.repeat(3000));
    Path file = folder.resolve("ratings.csv.gz");
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 30));
    RatingFileException e = assertThrows(RatingFileException.class, () -> open(file));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("is packed and damaged, or cut off"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "set/", "set/inner/"})
  void aZipIsReadLikeTheFolderInIt(String inside) throws IOException {
    Path zip = folder.resolve("set.zip");
    zip(zip, inside + "ratings.csv", RATINGS, inside + "movies.csv", "movieId,title\nm,Heat\n");
    RatingSet set = open(zip);
    assertEquals(2, set.ratings().size());
    assertEquals("Heat", set.movies().get(0).title());
    assertEquals(zip, RatingFiles.ratingFile(zip, Reading.AS_IT_SHOWS));
  }

  @Test
  void aZipWithOneFileOfAnyNameIsRead() throws IOException {
    Path zip = folder.resolve("votes.csv.zip");
    zip(zip, "votes.csv", RATINGS, "__MACOSX/._votes.csv", "\0\5\26\7");
    assertEquals(2, open(zip).ratings().size());
  }

  @Test
  void badLinesInAZipAreNamedByArchiveAndFile() throws IOException {
    Path zip = folder.resolve("set.zip");
    zip(zip, "ratings.csv", "user,movie,rating\na,m,x\n", "b.txt", "hello");
    assertRefused(zip + "!/ratings.csv, line 2: rating 'x' is not a number", zip);
  }

  @Test
  void anEmptyZipIsCalledOne() throws IOException {
    Path zip = folder.resolve("ratings.zip");
    zip(zip);
    assertRefused("ratings.zip: is an empty zip", zip);
  }

  @Test
  void aSpreadsheetIsCalledOne() throws IOException {
    Path zip = folder.resolve("ratings.xlsx");
    zip(zip, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>");
    assertRefused("ratings.xlsx: is a spreadsheet or other office file; save it as csv", zip);
  }

  @Test
  void theOneFolderWithRatingsIsRead() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    write("README.txt", "Ratings.");
    write("data/ratings.csv", RATINGS);
    write("data/movies.csv", "movieId,title\nm,Heat\n");
    assertHeat(folder, "data: the folder that is read");
    assertEquals(
        folder.resolve("data/ratings.csv"), RatingFiles.ratingFile(folder, Reading.AS_IT_SHOWS));
    Path zip = folder.resolve("set.zip");
    zip(
        zip,
        "data/ratings.csv",
        RATINGS,
        "docs/README.txt",
        "Ratings.",
        "data/movies.csv",
        "movieId,title\nm,Heat\n");
    assertHeat(zip, "set.zip!/data: the folder that is read");
  }

  private static void assertHeat(Path path, String says) {
    Said said = new Said();
    RatingSet set = RatingFiles.open(path, Reading.AS_IT_SHOWS, said);
    assertEquals("Heat", set.movies().get(0).title());
    said.assertSays(says);
  }

  @Test
  void severalFoldersWithRatingsAreNamed() throws IOException {
    for (String inner : new String[] {"a", "b", "docs"}) {
      Files.createDirectories(folder.resolve(inner));
      write(inner + "/README.txt", "Ratings.");
    }
    write("a/ratings.csv", RATINGS);
    write("b/votes.csv", RATINGS);
    assertEquals(2, open(folder).ratings().size(), "one has a customary name");
    write("b/ratings.csv", RATINGS);
    assertRefused(
        "holds no rating file, but these folders in it do: a, b; name one of them", folder);
    Path zip = folder.resolve("set.zip");
    zip(zip, "a/votes.csv", RATINGS, "b/votes.csv", RATINGS);
    assertRefused("these folders in it do: a, b; unpack it and name one of them", zip);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6|8|1|is a zip with a password; unpack it",
        "8|10|9|is a zip that is packed by a method other than deflate; unpack it",
      })
  void aWholeZipThatCannotBeReadIsNotCalledDamaged(
      int atFile, int inDirectory, int value, String says) throws IOException {
    for (String name : new String[] {"set.zip", "set.bin"}) {
      Path zip = folder.resolve(name);
      zip(zip, "ratings.csv", RATINGS);
      byte[] bytes = Files.readAllBytes(zip);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      bytes[atFile] = (byte) value;
      bytes[text.indexOf("PK\1\2") + inDirectory] = (byte) value;
      Files.write(zip, bytes);
      assertRefused(name + ": " + says, zip);
    }
  }

  @Test
  void aZipWithDotsInItsNamesIsToBeUnpacked() throws IOException {
    Path zip = folder.resolve("set.zip");
    zip(zip, "./ratings.csv", RATINGS);
    assertRefused("set.zip: is a zip with . or .. in the names of its files; unpack it", zip);
  }

  @Test
  void aZipThatIsCutOffIsCalledDamaged() throws IOException {
    Path zip = folder.resolve("set.zip");
    zip(zip, "ratings.csv", RATINGS);
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length - 30));
    assertRefused("set.zip: is a zip that is damaged or cut off; fetch it again", zip);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void zip(Path file, String... namesAndTexts) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }
}
