package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieParserTest {

  private static final Movie SOLARIS = new Movie("m1", "Solaris", List.of("Drama", "Sci-Fi"), 1972);

  private final MovieParser parser = new MovieParser();

  @Test
  void aMovieIsRead() throws RejectedException {
    assertEquals(
        new MovieEvent("m1", SOLARIS),
        parse("m1", "{'movieId':'m1','title':'Solaris','genres':['Drama','Sci-Fi'],'year':1972}"));
  }

  @Test
  void genresMayStandInOneString() throws RejectedException {
    assertEquals(
        new MovieEvent("m1", SOLARIS),
        parse("m1", "{'title':'Solaris','genres':'Drama | Sci-Fi|','year':1972}"));
  }

  @Test
  void genresAndYearMayBeUnknown() throws RejectedException {
    Movie bare = new Movie("m1", "Solaris", List.of(), null);

    assertEquals(bare, parse("m1", "{'title':'Solaris'}").movie());
    assertEquals(bare, parse("m1", "{'title':'Solaris','genres':null,'year':null}").movie());
    assertEquals(bare, parse("m1", "{'title':'Solaris','genres':'','country':['SU']}").movie());
  }

  @Test
  void noValueRemovesTheMovie() throws RejectedException {
    assertEquals(new MovieEvent("m1", null), parser.parse(bytes("m1"), null));
  }

  @Test
  void withoutAKeyTheValueNamesTheMovie() throws RejectedException {
    assertEquals("m1", parse(null, "{'movieId':'m1','title':'Solaris'}").movieId());
    assertEquals("260", parse("", "{'movieId':260,'title':'Solaris'}").movieId());
    assertEquals("260", parse("260", "{'movieId':260,'title':'Solaris'}").movieId());
  }

  @Test
  void aRemovalNeedsAKey() {
    assertReason("missing-field", null, null);
    assertReason("missing-field", new byte[0], null);
  }

  @Test
  void anEmptyValueIsNoRemoval() {
    assertReason("no-value", bytes("m1"), new byte[0]);
  }

  @Test
  void theKeyMustBeAnId() {
    byte[] value = bytes("{\"title\":\"Solaris\"}");
    assertReason("not-utf8", HexFormat.of().parseHex("edA080"), value);
    assertReason("not-utf8", HexFormat.of().parseHex("ff"), null);
    assertReason("id-too-long", bytes("x".repeat(129)), value);
    assertReason("id-control-character", new byte[8], null);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          not-json; Solaris
          wrong-type; 'Solaris'
          missing-field; {'movieId':'m1'}
          conflicting-fields; {'movieId':'m2','title':'Solaris'}
          duplicate-field; {'title':'Solaris','title':'Solaris'}
          duplicate-field; {'title':'Solaris','year':null,'year':1972}
          duplicate-field; {'title':'Solaris','genres':null,'genres':[]}
          wrong-type; {'title':7}
          wrong-type; {'title':null}
          bad-title; {'title':''}
          bad-title; {'title':'  '}
          bad-title; {'title':'Sola\\u001b[31mris'}
          not-utf8; {'title':'Solaris \\udc00'}
          wrong-type; {'title':'Solaris','genres':{}}
          wrong-type; {'title':'Solaris','genres':[1]}
          wrong-type; {'title':'Solaris','genres':[['Drama']]}
          bad-genres; {'title':'Solaris','genres':['']}
          bad-genres; {'title':'Solaris','genres':['a\\nb']}
          wrong-type; {'title':'Solaris','year':'1972'}
          wrong-type; {'title':'Solaris','year':1972.5}
          bad-year; {'title':'Solaris','year':-1}
          bad-year; {'title':'Solaris','year':10000}
          bad-year; {'title':'Solaris','year':99999999999999999999}
          """)
  void isRejectedAs(String code, String value) {
    assertReason(code, bytes("m1"), bytes(value.replace('\'', '"')));
  }

  @Test
  void lengthsAreLimited() throws RejectedException {
    String genre = "😀".repeat(MovieParser.MAX_GENRE);
    String genres = "[" + String.join(",", Collections.nCopies(32, "'" + genre + "'")) + "]";
    String title = "😀".repeat(MovieParser.MAX_TITLE);

    assertEquals(
        new Movie("m1", title, Collections.nCopies(32, genre), null),
        parse("m1", "{'title':'" + title + "','genres':" + genres + "}").movie());
    assertRejected("bad-title", "{'title':'" + title + "x'}");
    assertRejected("bad-genres", "{'title':'x','genres':['" + genre + "x']}");
    assertRejected("bad-genres", "{'title':'x','genres':'" + genre + "x|Drama'}");
    assertRejected("bad-genres", "{'title':'x','genres':'" + "a|".repeat(33) + "'}");
    assertRejected("bad-genres", "{'title':'x','genres':['a'" + ",'a'".repeat(32) + "]}");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws RejectedException {
    for (Movie movie : List.of(SOLARIS, new Movie("m \"2\"", "Amélie \\ 😀", List.of(), null))) {
      assertEquals(
          new MovieEvent(movie.movieId(), movie),
          parser.parse(bytes(movie.movieId()), MovieJson.write(movie)));
    }
  }

  private MovieEvent parse(@Nullable String key, String value) throws RejectedException {
    return parser.parse(key == null ? null : bytes(key), bytes(value.replace('\'', '"')));
  }

  private void assertRejected(String code, String value) {
    assertReason(code, bytes("m1"), bytes(value.replace('\'', '"')));
  }

  private void assertReason(String code, byte @Nullable [] key, byte @Nullable [] value) {
    RejectedException e = assertThrows(RejectedException.class, () -> parser.parse(key, value));
    assertEquals(code, e.reason().code(), e::getMessage);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
