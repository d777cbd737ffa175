package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1109680245|2005-03-01T12:30:45Z",
        "1109680245000|2005-03-01T12:30:45Z",
        "1109680245.0|2005-03-01T12:30:45Z",
        "1109680245.25|2005-03-01T12:30:45.250Z",
        "1109680245250.0|2005-03-01T12:30:45.250Z",
        "1.109680245e9|2005-03-01T12:30:45Z",
        "2005-03-01|2005-03-01T00:00:00Z",
        "2005-3-1|2005-03-01T00:00:00Z",
        "2005/03/01|2005-03-01T00:00:00Z",
        "2005.03.01|2005-03-01T00:00:00Z",
        "20050301|2005-03-01T00:00:00Z",
        "2005-03-01 12:30|2005-03-01T12:30:00Z",
        "2005-03-01 12:30:45|2005-03-01T12:30:45Z",
        "2005-03-01T12:30:45Z|2005-03-01T12:30:45Z",
        "2005-03-01T12:30:45.250Z|2005-03-01T12:30:45.250Z",
        "2005-03-01T12:30:45+02:00|2005-03-01T10:30:45Z",
        "2005-03-01 12:30:45 +0200|2005-03-01T10:30:45Z",
        "2005-03-01 12:30:45.123456 UTC|2005-03-01T12:30:45.123Z",
        "2005-03-01 12:30:45 PM|2005-03-01T12:30:45Z",
        "2005-03-01 12:30 am|2005-03-01T00:30:00Z",
        "2005-03-01 01:30 pm|2005-03-01T13:30:00Z",
        "01.03.2005|2005-03-01T00:00:00Z",
        "1.3.2005 12:30|2005-03-01T12:30:00Z",
        "1 Mar 2005|2005-03-01T00:00:00Z",
        "01-Mar-2005|2005-03-01T00:00:00Z",
        "1 March 2005|2005-03-01T00:00:00Z",
        "Mar 1, 2005|2005-03-01T00:00:00Z",
        "March 1, 2005|2005-03-01T00:00:00Z",
        "Mar 01, 2005 11:33|2005-03-01T11:33:00Z",
        "1 March 2005, 1:30:05 PM|2005-03-01T13:30:05Z",
        "03 1, 2005|2005-03-01T00:00:00Z",
        "09 13, 2009|2009-09-13T00:00:00Z",
        "Tue, 01 Mar 2005 12:30:45 GMT|2005-03-01T12:30:45Z",
        "Tue, 1 Mar 2005 12:30:45 +0200|2005-03-01T10:30:45Z",
        "1109680245123456|2005-03-01T12:30:45.123Z",
        "1109680245123456789|2005-03-01T12:30:45.123Z",
      })
  void whatPeopleWriteIsRead(String cell, String time) {
    assertEquals(Instant.parse(time).toEpochMilli(), Times.millis(cell), cell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "17",
        "-1",
        "2005",
        "2005-02-30",
        "2005-13-01",
        "20051301",
        "12:30",
        "03/04/2005",
        "Feb 30, 2005",
        "99999999999999999999",
        "NaN",
        "2005-03-01 25:00"
      })
  void whatCannotBeMeantIsNoTime(String cell) {
    assertNull(Times.millis(cell), cell);
  }
}
