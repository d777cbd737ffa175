package dev.freshet.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.config.SettingsReader;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.RatingProducer;
import dev.freshet.wire.RatingEvent;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole demo on a real broker, with a console that looks for what a person would. */
@BrokerTest
class DemoTest {

  /** Waits for a list, then rates as a guest, and waits for the answer. */
  private static final class Person implements DemoConsole {
    private final Demo demo;
    private DemoView firstList;
    private DemoView answer;

    Person(Demo demo) {
      this.demo = demo;
    }

    @Override
    public void show(DemoView view) {
      DemoView.Sample sample = view.sample();
      if (sample == null) {
        return;
      }
      if (firstList == null) {
        firstList = view;
        rate("inception-2010", 5);
      } else if (sample.guest()) {
        answer = view;
        demo.stop();
      }
    }

    private void rate(String movieId, float rating) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", brokerOf(demo));
      try (RatingProducer producer =
          new RatingProducer(
              kafka,
              "freshet.",
              problem -> {
                throw new IllegalStateException(problem);
              })) {
        long now = System.currentTimeMillis();
        producer.send(
            new RatingEvent(RatingEvent.Kind.RATE, "me", movieId, rating, now),
            (user, partition, offset, nanos) -> {});
      }
    }

    @Override
    public void close() {}
  }

  private static String brokerOf(Demo demo) {
    return demo.joinIn().get(0).text().replaceFirst(".*-b (\\S+).*", "$1");
  }

  @Test
  @Timeout(240)
  void listsComeAPersonJoinsInAndNothingIsLeftBehind() throws Exception {
    var config = new SettingsReader().commandLine(Map.of("http.port", "0"), "--port").read();
    Person person;
    String meters;
    try (Demo demo =
        new Demo(
            DemoSource.invented(),
            new Demo.Request(500, 50, EmbeddedBroker.Settings.temporary()),
            config)) {
      person = new Person(demo);
      meters = demo.joinIn().get(2).text().replaceFirst(" .*", "");
      demo.show(person, null);
    }
    DemoView.Sample first = Objects.requireNonNull(person.firstList.sample());
    assertFalse(first.guest());
    assertEquals(10, first.items().size());
    assertTrue(first.items().get(0).title().matches(".+ \\(\\d{4}\\)"), first.toString());
    DemoView.Sample mine = Objects.requireNonNull(person.answer.sample());
    assertEquals("me", mine.user());
    assertEquals(1, mine.ratings());
    assertTrue(
        mine.items().stream().noneMatch(item -> item.title().startsWith("Inception")),
        mine.toString());
    assertTrue(person.answer.learned() > 0 && person.answer.lists() > 0);
    org.junit.jupiter.api.Assertions.assertThrows(
        ConnectException.class,
        () -> {
          URI uri = URI.create(meters);
          new Socket(uri.getHost(), uri.getPort()).close();
        });
  }
}
