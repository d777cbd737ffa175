package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrefixTest {

  /** Kafka's limit, so that a partition's directory still has a name that file systems take. */
  private static final int LONGEST_TOPIC = 249;

  @Test
  void theLongestStillLeavesRoomForEveryTopic() {
    String longest = "x".repeat(Prefix.MAX_LENGTH);
    assertTrue(Prefix.isValid(longest));
    for (Topic topic : Topic.values()) {
      assertTrue(topic.name(longest).length() <= LONGEST_TOPIC, topic.suffix());
    }
    assertFalse(Prefix.isValid(longest + "x"));
  }

  @Test
  void onlyCharactersOfTopicNamesAreTaken() {
    assertTrue(Prefix.isValid(Prefix.DEFAULT));
    assertTrue(Prefix.isValid(""));
    assertFalse(Prefix.isValid("my topics/"));
  }
}
