package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {

  @ParameterizedTest
  @CsvSource({"50ms,PT0.05S", "1s,PT1S", "2m,PT2M", "3h,PT3H", "30d,PT720H", "0ms,PT0S"})
  void aDurationHasAUnit(String text, Duration expected) {
    assertEquals(expected, Quantities.duration(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50", "ms", "-1s", "1.5s", "1w", "1S", "1s2ms", "9999999999999d"})
  void otherDurationsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Quantities.duration(text));
  }

  @ParameterizedTest
  @CsvSource({"0B,0", "512KiB,524288", "64MiB,67108864", "2GiB,2147483648"})
  void aSizeHasAUnit(String text, long bytes) {
    assertEquals(bytes, Quantities.size(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64MB", "64M", "-1MiB", "1.5GiB", "999999999999999GiB"})
  void otherSizesAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Quantities.size(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e39", "five", ""})
  void aNumberIsFinite(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingType.NUMBER.parser().apply(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1,2", "0.1,0,0.2", "0.1,0,0,0", "0.1,,0", "NaN"})
  void otherRatesAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingType.RATE.parser().apply(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TRUE", "1", ""})
  void aBooleanIsTrueOrFalse(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingType.YES_OR_NO.parser().apply(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9092", "a:1,b:2", "a:1, b:2", "[::1]:9092", "10.0.0.1:9092"})
  void serversHavePorts(String text) {
    assertEquals(text, SettingType.SERVERS.parser().apply(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:", ":9092", "http://a:1", "a:1,", "a:port"})
  void otherServersAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingType.SERVERS.parser().apply(text));
  }

  @Test
  void aPathMayBeginAtHome() {
    assertEquals(
        Path.of(System.getProperty("user.home"), "stores"),
        SettingType.PATH.parser().apply("~/stores"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh et.", "füße", "a/b", "a,b"})
  void aPrefixHasOnlyWhatTopicNamesMayHave(String text) {
    assertThrows(IllegalArgumentException.class, () -> FreshetSettings.PREFIX.parse(text));
  }
}
