package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.wire.RatingEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatingParserTest {

  private static final long NOW = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
  private static final long DAY = 24 * 60 * 60 * 1000L;

  private final RatingParser parser =
      new RatingParser(Scale.MOVIELENS, InstantSource.fixed(Instant.ofEpochMilli(NOW)));

  @Test
  void aRatingIsReadWithItsEventTime() throws RejectedException {
    assertEquals(
        new RatingEvent(Kind.RATE, "u1", "m1", 4.5f, 1_000_000_000_000L),
        parse("{'userId':'u1','movieId':'m1','rating':4.5,'timestamp':1000000000000}"));
  }

  @Test
  void theEventTimeDefaultsToTheRecords() throws RejectedException {
    assertEquals(NOW - 5, parse("{'userId':'u','movieId':'m','rating':3}").eventTime());
    assertEquals(
        NOW - 5, parse("{'userId':'u','movieId':'m','rating':3,'timestamp':null}").eventTime());
  }

  @Test
  void anIntegerIdStandsForItsDigits() throws RejectedException {
    RatingEvent event =
        parse("{'userId':17,'movieId':12345678901234567890123456789012345678901234,'rating':1}");

    assertEquals("17", event.userId());
    assertEquals("12345678901234567890123456789012345678901234", event.movieId());
  }

  @Test
  void nullTakesTheRatingBack() throws RejectedException {
    assertEquals(
        new RatingEvent(Kind.RETRACT, "u", "m", Float.NaN, NOW - 5),
        parse("{'userId':'u','movieId':'m','rating':null}"));
  }

  @Test
  void forgetForgetsTheUser() throws RejectedException {
    assertEquals(
        new RatingEvent(Kind.FORGET, "u", null, Float.NaN, NOW - 5),
        parse("{'userId':'u','forget':true}"));
  }

  @Test
  void forgetFalseMeansNothing() throws RejectedException {
    assertEquals(Kind.RATE, parse("{'userId':'u','movieId':'m','rating':1,'forget':false}").kind());
    assertRejected("missing-field", "{'userId':'u','forget':false}");
  }

  @Test
  void anInteractionIsReadWithItsValue() throws RejectedException {
    assertEquals(
        RatingEvent.of("u", "m", new Interaction("view", 2.5f), 1_000_000_000_000L),
        parse("{'userId':'u','movieId':'m','event':'view','value':2.5,'timestamp':1000000000000}"));
    assertEquals(
        new RatingEvent(
            Kind.INTERACT, "17", "m", Float.NaN, NOW - 5, new Interaction("skip", 1_000_000)),
        parse("{'value':1000000,'event':'skip','movieId':'m','userId':17,'forget':false}"));
    assertEquals(0, valueOf("{'userId':'u','movieId':'m','event':'purchase','value':0}"));
  }

  @Test
  void theValueOfAnInteractionDefaultsToOne() throws RejectedException {
    assertEquals(1, valueOf("{'userId':'u','movieId':'m','event':'view'}"));
  }

  private float valueOf(String value) throws RejectedException {
    return Objects.requireNonNull(parse(value).interaction()).value();
  }

  @Test
  void nullTakesBackAllInteractionsOfAName() throws RejectedException {
    assertEquals(
        new RatingEvent(
            Kind.UNDO, "u", "m", Float.NaN, NOW - 5, new Interaction("view", Float.NaN)),
        parse("{'userId':'u','movieId':'m','event':'view','value':null}"));
  }

  @Test
  void aValueWithoutAnEventSaysNothing() throws RejectedException {
    for (String value :
        List.of("7", "-7", "null", "'x'", "1e999", "{'a':[1]}", "true", "1,'value':2")) {
      assertEquals(
          new RatingEvent(Kind.RATE, "u", "m", 4, NOW - 5),
          parse("{'userId':'u','movieId':'m','rating':4,'value':" + value + "}"));
      assertEquals(Kind.FORGET, parse("{'userId':'u','forget':true,'value':" + value + "}").kind());
    }
  }

  @Test
  void theNamesOfInteractionsAreASetting() throws RejectedException {
    InteractionWeights names =
        new InteractionWeights(Map.of("Add-to_cart2", new InteractionWeights.Weight(1, false)));
    RatingParser carts =
        new RatingParser(Scale.MOVIELENS, names, InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    byte[] cart = bytes(json("{'userId':'u','movieId':'m','event':'Add-to_cart2'}"));

    assertEquals(new Interaction("Add-to_cart2", 1), carts.parse(cart, NOW).interaction());
    RejectedException e = assertThrows(RejectedException.class, () -> parser.parse(cart, NOW));
    assertEquals(RejectReason.UNKNOWN_EVENT, e.reason());
    assertEquals(
        "event Add-to_cart2 is not in the settings, which accept purchase, skip, take, view",
        e.getMessage());
  }

  @Test
  void unknownFieldsAreIgnoredAlsoWhenTheyAreTwice() throws RejectedException {
    assertEquals(
        new RatingEvent(Kind.RATE, "u", "m", 2f, NOW - 5),
        parse(
            "{'device':{'os':['x',{'rating':9}]},'userId':'u','movieId':'m','rating':2,"
                + "'big':1e999,'device':[],'':null}"));
  }

  @Test
  void idsMayBeAnyTextOfUpTo128Bytes() throws RejectedException {
    String id = "ä€😀 '|".repeat(9) + "xyz.";
    assertTrue(id.getBytes(StandardCharsets.UTF_8).length <= Ids.MAX_BYTES);

    assertEquals(
        id, parse("{'userId':'" + id.replace("'", "\\u0027") + "','forget':true}").userId());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          not-json; nonsense
          not-json; {'userId':'u','movieId':'m','rating':4
          not-json; {'userId':'u','movieId':'m','rating':4}}
          not-json; {'userId':'u','movieId':'m','rating':4} {}
          not-json; {'userId':'u','movieId':'m','rating':4,}
          not-json; {'userId':'u','movieId':'m','rating':04}
          not-json; {'userId':'u','movieId':'m','rating':4,'x':NaN}
          not-json; {'userId':'u','movieId':'m','rating':4,'x':[Infinity]}
          not-json; {'userId':'a\tb','movieId':'m','rating':4}
          wrong-type; 4
          wrong-type; null
          wrong-type; [{'userId':'u','movieId':'m','rating':4}]
          wrong-type; {'userId':1.5,'movieId':'m','rating':4}
          wrong-type; {'userId':1e3,'movieId':'m','rating':4}
          wrong-type; {'userId':null,'movieId':'m','rating':4}
          wrong-type; {'userId':['u'],'movieId':'m','rating':4}
          wrong-type; {'userId':'u','movieId':true,'rating':4}
          wrong-type; {'userId':'u','movieId':'m','rating':'4'}
          wrong-type; {'userId':'u','movieId':'m','rating':'NaN'}
          wrong-type; {'userId':'u','movieId':'m','rating':{}}
          wrong-type; {'userId':'u','movieId':'m','rating':4,'timestamp':'2020-01-01'}
          wrong-type; {'userId':'u','movieId':'m','rating':4,'timestamp':1600000000000.0}
          wrong-type; {'userId':'u','forget':'true'}
          wrong-type; {'userId':'u','forget':null}
          missing-field; {}
          missing-field; {'movieId':'m','rating':4}
          missing-field; {'userId':'u','rating':4}
          missing-field; {'userId':'u','movieId':'m'}
          missing-field; {'forget':true}
          duplicate-field; {'userId':'u','userId':'u','movieId':'m','rating':4}
          duplicate-field; {'userId':'u','movieId':'m','rating':4,'rating':5}
          conflicting-fields; {'userId':'u','movieId':'m','forget':true}
          conflicting-fields; {'userId':'u','rating':null,'forget':true}
          wrong-type; {'userId':'u','movieId':'m','event':1}
          wrong-type; {'userId':'u','movieId':'m','event':null}
          wrong-type; {'userId':'u','movieId':'m','event':['view']}
          wrong-type; {'userId':'u','movieId':'m','event':'view','value':'1'}
          wrong-type; {'userId':'u','movieId':'m','event':'view','value':true}
          not-json; {'userId':'u','movieId':'m','rating':4,'value':NaN}
          not-json; {'userId':'u','movieId':'m','rating':4,'value':[-Infinity]}
          missing-field; {'userId':'u','event':'view'}
          missing-field; {'movieId':'m','event':'view'}
          missing-field; {'userId':'u','movieId':'m','value':1}
          duplicate-field; {'userId':'u','movieId':'m','event':'view','event':'view'}
          duplicate-field; {'userId':'u','movieId':'m','event':'view','value':1,'value':null}
          conflicting-fields; {'userId':'u','movieId':'m','rating':4,'event':'view'}
          conflicting-fields; {'userId':'u','movieId':'m','rating':null,'event':'teleport'}
          conflicting-fields; {'userId':'u','event':'view','forget':true}
          unknown-event; {'userId':'u','movieId':'m','event':'teleport'}
          unknown-event; {'userId':'u','movieId':'m','event':'View'}
          unknown-event; {'userId':'u','movieId':'m','event':''}
          unknown-event; {'userId':'u','movieId':'m','event':'a\\u0000b','value':-1}
          bad-value; {'userId':'u','movieId':'m','event':'view','value':-0.1}
          bad-value; {'userId':'u','movieId':'m','event':'view','value':1000000.5}
          bad-value; {'userId':'u','movieId':'m','event':'view','value':1e999}
          bad-value; {'userId':'u','movieId':'m','event':'view','value':NaN}
          bad-value; {'userId':'u','movieId':'m','event':'view','value':-Infinity}
          time-too-old; {'userId':'u','movieId':'m','event':'view','timestamp':0}
          id-empty; {'userId':'','movieId':'m','rating':4}
          id-empty; {'userId':'u','movieId':'','rating':4}
          id-control-character; {'userId':'a\\u0000b','movieId':'m','rating':4}
          id-control-character; {'userId':'u','movieId':'m\\n','rating':4}
          not-utf8; {'userId':'\\ud83d','movieId':'m','rating':4}
          rating-not-finite; {'userId':'u','movieId':'m','rating':NaN}
          rating-not-finite; {'userId':'u','movieId':'m','rating':-Infinity}
          rating-not-finite; {'userId':'u','movieId':'m','rating':1e999}
          rating-out-of-scale; {'userId':'u','movieId':'m','rating':5.5}
          rating-out-of-scale; {'userId':'u','movieId':'m','rating':0}
          rating-out-of-scale; {'userId':'u','movieId':'m','rating':-4}
          rating-out-of-scale; {'userId':'u','movieId':'m','rating':1e38}
          rating-out-of-scale; {'userId':'u','movieId':'m','rating':123456789012345678901234567890}
          time-too-old; {'userId':'u','movieId':'m','rating':4,'timestamp':631151999999}
          time-too-old; {'userId':'u','movieId':'m','rating':4,'timestamp':-99999999999999999999}
          time-in-future; {'userId':'u','movieId':'m','rating':4,'timestamp':99999999999999999999}
          """)
  void isRejectedAs(String code, String value) {
    assertRejected(code, value);
  }

  @Test
  void noValueIsRejected() {
    assertReason("no-value", null, NOW);
    assertReason("no-value", new byte[0], NOW);
    assertRejected("not-json", "  ");
  }

  @Test
  void idsOfMoreThan128BytesAreRejectedAndOf128AreNot() throws RejectedException {
    String longest = "ä".repeat(64);
    assertEquals(longest, parse("{'userId':'" + longest + "','forget':true}").userId());
    assertRejected("id-too-long", "{'userId':'" + longest + "x','forget':true}");
    assertRejected("id-too-long", "{'userId':" + "9".repeat(129) + ",'forget':true}");
  }

  @Test
  void depthAndDigitsAreLimited() {
    String head = "{'userId':'u','movieId':'m','rating':4,'x':";
    assertRejected("too-large", head + "[".repeat(100_000));
    assertRejected("too-large", head + "{'x':".repeat(100_000));
    assertRejected("too-large", head + "9".repeat(100_000) + "}");
    assertRejected("too-large", "{'userId':" + "9".repeat(100_000) + "}");
  }

  @Test
  void aRecordAsLargeAsTheTopicAllowsIsJudgedByWhatItSays() throws RejectedException {
    String comment = "x".repeat(1 << 20);
    assertEquals(
        Kind.FORGET, parse("{'comment':'" + comment + "','userId':'u','forget':true}").kind());
    assertRejected("id-too-long", "{'userId':'" + comment + "','forget':true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 AF", // overlong
        "E0 80 80", // overlong
        "F0 80 80 80", // overlong
        "ED A0 80", // a surrogate
        "F4 90 80 80", // beyond U+10FFFF
        "F5 80 80 80",
        "80", // no lead byte
        "C3", // no tail byte
        "E2 82",
        "FF"
      })
  void bytesThatAreNotUtf8AreRejectedWhereverTheyStand(String hex) {
    byte[] bad = hex(hex);
    for (String frame :
        List.of(
            "{'userId':'#','movieId':'m','rating':4}",
            "{'userId':'u','movieId':'m','rating':4,'ignored':'#'}",
            "{'userId':'u','movieId':'m','rating':4,'#':0}",
            "{'userId':'u','movieId':'m','rating':4}#",
            "#")) {
      String[] around = json(frame).split("#", -1);
      byte[] value = concat(bytes(around[0]), bad, bytes(around[1]));
      assertReason("not-utf8", value, NOW);
    }
  }

  @Test
  void otherEncodingsAndByteOrderMarksAreRejected() {
    String value = json("{'userId':'u','movieId':'m','rating':4}");
    assertReason("not-json", concat(hex("EF BB BF"), bytes(value)), NOW);
    assertReason("not-utf8", value.getBytes(StandardCharsets.UTF_16), NOW);
    assertReason("not-json", value.getBytes(StandardCharsets.UTF_16LE), NOW);
    assertReason("not-json", value.getBytes(StandardCharsets.UTF_16BE), NOW);
  }

  @Test
  void eventTimesReachFrom1990ToADayAhead() throws RejectedException {
    String at = "{'userId':'u','forget':true,'timestamp':%d}";
    assertEquals(631152000000L, parse(at.formatted(631152000000L)).eventTime());
    assertEquals(NOW + DAY, parse(at.formatted(NOW + DAY)).eventTime());
    assertRejected("time-in-future", at.formatted(NOW + DAY + 1));
  }

  @Test
  void theRecordsTimestampMustBePossibleToo() {
    byte[] value = bytes(json("{'userId':'u','forget':true}"));
    assertReason("time-too-old", value, -1);
    assertReason("time-in-future", value, NOW + DAY + 1);
  }

  @Test
  void theScaleIsASetting() throws RejectedException {
    RatingParser tens =
        new RatingParser(new Scale(0, 10), InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    byte[] ten = bytes(json("{'userId':'u','movieId':'m','rating':10}"));

    assertEquals(10f, tens.parse(ten, NOW).rating());
    assertReason("rating-out-of-scale", ten, NOW);
  }

  @Test
  void theMessageSaysWhatIsWrongInOneShortLine() {
    RejectedException e =
        assertThrows(
            RejectedException.class, () -> parse("{'userId':'u','movieId':'m','rating':7}"));
    assertEquals("rating is 7.0 and the scale is 0.5 to 5.0", e.getMessage());
    assertEquals(RejectReason.RATING_OUT_OF_SCALE, e.reason());
    assertArrayEquals(new StackTraceElement[0], e.getStackTrace());

    RejectedException garbage =
        assertThrows(RejectedException.class, () -> parse("\n\u0007".repeat(5_000)));
    assertEquals(1, garbage.getMessage().lines().count());
    assertTrue(garbage.getMessage().length() < 500);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws RejectedException {
    for (RatingEvent event :
        List.of(
            new RatingEvent(Kind.RATE, "u \"1\" \\ ä😀", "m/1", 0.5f, NOW),
            new RatingEvent(Kind.RATE, "1", "2", 3.3333333f, RatingParser.EARLIEST),
            new RatingEvent(Kind.RETRACT, "u", "m", Float.NaN, NOW),
            RatingEvent.of("u", "m", new Interaction("view", .1f), NOW),
            RatingEvent.of("u", "m", new Interaction("view", Float.NaN), NOW),
            new RatingEvent(Kind.FORGET, "u", null, Float.NaN, NOW))) {
      assertEquals(event, parser.parse(RatingJson.write(event), 0));
    }
  }

  private RatingEvent parse(String value) throws RejectedException {
    return parser.parse(bytes(json(value)), NOW - 5);
  }

  private void assertRejected(String code, String value) {
    assertReason(code, bytes(json(value)), NOW - 5);
  }

  private void assertReason(String code, byte @Nullable [] value, long recordTimestamp) {
    RejectedException e =
        assertThrows(RejectedException.class, () -> parser.parse(value, recordTimestamp));
    assertEquals(code, e.reason().code(), e::getMessage);
  }

  /** Single quotes for double ones, for the reader's sake. */
  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String pairs) {
    return HexFormat.ofDelimiter(" ").parseHex(pairs);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
