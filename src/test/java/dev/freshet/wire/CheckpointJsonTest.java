package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The very text of records of {@code checkpoints}: it stays as it is, and old ones are read. */
class CheckpointJsonTest {

  private static final String FULL =
      """
      {"generation":3,"fate":"rolled-back","reason":"better","at":1700000000123,"incumbent":1,\
      "restores":2,"ratings":100836,"judged":10083,"rmse":0.861,"rmseLive":0.868,"gain":-0.0121,\
      "gainError":0.004,"snapshotSeconds":0.8,"trainSeconds":6.1,"gateSeconds":0.2,\
      "publishSeconds":0.4,"snapshot":[25301,0],"content":{"space":{"rank":32,"mu":2.75,\
      "min":0.5,"max":5.0},"users":607,"movies":2269,"usersFrom":[158,0],"moviesFrom":[571,560]},\
      "trigger":"growth","watch":{"before":{"ratings":5000,"squaredError":3650.2,\
      "squaredErrorBaseline":3790.9,"squaredDifference":1250.5},"from":{"ratings":100901,\
      "squaredError":76010.4,"squaredErrorBaseline":78240.1,"squaredDifference":25020.3},\
      "after":null,"newest":null},"events":100901,"ranking":{"generation":3,"judged":4021,"ndcg":0.0731,\
      "ndcgLive":0.0688,"gain":0.0043,"gainError":0.0011,"movies":3120,"from":[40,0]}}""";

  private static final String MINIMAL =
      """
      {"generation":6,"fate":"failed","reason":"out of memory","at":0,"incumbent":0,\
      "restores":null,"ratings":0,"judged":0,"rmse":null,"rmseLive":null,"gain":null,\
      "gainError":null,"snapshotSeconds":0.0,"trainSeconds":0.0,"gateSeconds":0.0,\
      "publishSeconds":0.0,"snapshot":[],"content":null,"trigger":null,"watch":null,\
      "events":null,"ranking":null}""";

  @ParameterizedTest
  @ValueSource(strings = {FULL, MINIMAL})
  void whatIsReadIsWrittenAsItWas(String json) {
    assertEquals(json, written(json));
  }

  /** Neither what was published was noted, nor why, nor how it did since. */
  @Test
  void aRecordFromBeforeLaterFieldsIsRead() {
    String old = MINIMAL.replaceAll(",\"content\".*", "}");

    assertEquals(MINIMAL, written(old));
  }

  @Test
  void fieldsMayComeInAnyOrderAndNewOnesArePassedOver() {
    String other = "{\"colour\":\"red\"," + MINIMAL.substring(1).replace("}", "") + ",\"z\":[{}]}";
    String moved =
        other.replace("\"generation\":6,", "").replace("\"z\"", "\"generation\":6,\"z\"");

    assertEquals(MINIMAL, written(moved));
  }

  /** A reader is as lenient as Jackson is: missing figures are 0, numbers may be text. */
  @Test
  void whatIsMissingIsZeroOrNone() {
    String bare =
        "{\"generation\":\"6\",\"fate\":\"failed\",\"reason\":\"out of memory\",\"snapshot\":[]}";

    assertEquals(MINIMAL, written(bare));
  }

  private static String written(String json) {
    return new String(Checkpoint.fromJson(json.getBytes(UTF_8)).toJson(), UTF_8);
  }
}
