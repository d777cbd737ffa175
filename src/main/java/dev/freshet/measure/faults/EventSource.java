package dev.freshet.measure.faults;

import dev.freshet.measure.Pacer;
import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces events at a rate on a thread of its own, keyed by user, between {@link #resume} and
 * {@link #pause}. A broker that is away only delays them.
 */
final class EventSource implements AutoCloseable {

  private static final int FOR_MINUTES = 20 * 60_000;

  private final Events events;
  private final double rate;
  private final String topic;
  private final KafkaProducer<String, String> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private @Nullable Thread thread;
  private volatile boolean isPaused = true;

  EventSource(String servers, String topicPrefix, Events events, double rate) {
    this.events = events;
    this.rate = rate;
    this.topic = Topic.RATINGS.name(topicPrefix);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", servers,
                "linger.ms", 5,
                "request.timeout.ms", 10_000,
                "max.block.ms", FOR_MINUTES,
                "delivery.timeout.ms", FOR_MINUTES),
            new StringSerializer(),
            new StringSerializer());
  }

  /** Produces again, on a new thread. */
  void resume() {
    isPaused = false;
    Thread producing = new Thread(this::produce, "freshet-faults-load");
    producing.start();
    thread = producing;
  }

  private void produce() {
    try {
      new Pacer().run(rate, Long.MAX_VALUE, () -> isPaused, (number, late) -> send());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    if (isPaused) {
      return; // closing
    }
    Events.Event event = events.next();
    if (event == null) {
      isPaused = true;
      return;
    }
    var unused =
        producer.send(
            new ProducerRecord<>(topic, event.key(), event.value()),
            (written, problem) -> {
              if (problem == null) {
                events.written(event, written.timestamp());
              } else {
                failure.compareAndSet(null, problem);
              }
            });
  }

  /** Whether it was paused or there are no more events. */
  boolean isPaused() {
    return isPaused;
  }

  /**
   * Stops for now; all that was produced is acknowledged when this returns.
   *
   * @throws IllegalStateException if something could not be produced: nothing can be counted then
   */
  void pause() throws InterruptedException {
    isPaused = true;
    if (thread != null) {
      thread.join();
    }
    producer.flush();
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("an event could not be produced: " + problem, problem);
    }
  }

  @Override
  public void close() {
    isPaused = true;
    producer.close(Duration.ofSeconds(5));
  }
}
