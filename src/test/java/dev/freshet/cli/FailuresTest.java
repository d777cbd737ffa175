package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.config.SettingsException;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.UserError;
import dev.freshet.measure.EvaluationException;
import dev.freshet.measure.EventCounts;
import dev.freshet.topics.KafkaSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static List<Arguments> known() {
    return List.of(
        Arguments.of(new TimeoutException("no node"), "no answer from b:9 (no node)"),
        Arguments.of(
            new SaslAuthenticationException("denied"), "b:9 did not accept the credentials"),
        Arguments.of(
            new TopicAuthorizationException(Set.of("freshet.ratings")),
            "not authorised: no right to topic freshet.ratings"),
        Arguments.of(
            GroupAuthorizationException.forGroupId("freshet.users"),
            "not authorised: no right to group freshet.users"),
        Arguments.of(
            new TransactionalIdAuthorizationException("Transactional Id"),
            "not authorised: Transactional Id"),
        Arguments.of(
            new UnknownTopicOrPartitionException("no x"), "no x; `freshet topics --create`"),
        Arguments.of(new RecordTooLargeException("9 MB"), "too large for the topic: 9 MB"),
        Arguments.of(
            new KafkaException(
                "Failed to load SSL keystore /t of type JKS",
                new IOException("keystore password was incorrect", new KafkaException("padding"))),
            "cannot open the key or trust store /t of type JKS: the password is wrong; check"),
        Arguments.of(
            new IllegalArgumentException("Invalid control flag 's3cret' in JAAS config"),
            "kafka.sasl.jaas.config is not a JAAS line; write MODULE required"),
        Arguments.of(
            new IllegalArgumentException(
                "Could not find a 'KafkaClient' entry in the JAAS configuration. System property"
                    + " 'java.security.auth.login.config' is not set"),
            "no login is given: set kafka.sasl.jaas.config"),
        Arguments.of(
            new LoginException("no handler"), "cannot log in: no handler; check kafka.sasl"),
        Arguments.of(new UnsupportedVersionException("v9"), "b:9 is too old or too new"),
        Arguments.of(new BindException("in use"), "cannot listen on the port: in use"),
        Arguments.of(new LockException("locked"), "the state directory is in use"),
        Arguments.of(
            new StreamsException(
                "Unable to initialize state, this can happen if multiple instances of Kafka Streams"
                    + " are running in the same state directory (current state directory is [/x]"),
            "the state directory is in use by another process; give each its own state.dir"),
        Arguments.of(
            new ProcessorStateException("state directory [/x] couldn't be created"),
            "cannot use state.dir: state directory [/x]"),
        Arguments.of(new NoSuchFileException("/x"), "there is no file /x"),
        Arguments.of(new AccessDeniedException("/x"), "no permission to read or write /x"),
        Arguments.of(new FileNotFoundException("/x (Is a directory)"), "cannot open /x (Is a"),
        Arguments.of(
            new IOException("write: No space left on device"),
            "the disk is full: write: No space"));
  }

  @ParameterizedTest
  @MethodSource("known")
  void whatHappensToEveryoneIsExplained(Exception failure, String beginning) {
    UserError error = Failures.explain(failure, "b:9").orElseThrow();
    assertTrue(error.getMessage().startsWith(beginning), error.getMessage());
    assertEquals(ExitCodes.FAILED, error.exitCode());
  }

  @ParameterizedTest
  @MethodSource("known")
  void itIsFoundInsideOtherExceptions(Exception failure, String beginning) {
    Exception wrapped =
        new IllegalStateException("outer", new ExecutionException(new KafkaException(failure)));
    UserError error = Failures.explain(wrapped, "b:9").orElseThrow();
    assertTrue(error.getMessage().startsWith(beginning), error.getMessage());
  }

  @Test
  void figuresThatMeanNothingAreOneLine() {
    EvaluationException wrong =
        assertThrows(
            EvaluationException.class,
            () -> new EventCounts(2, 1, 0, 0, 0, 0, 0, 0).requireThatTheyAddUp());
    UserError error = Failures.explain(wrong, (String) null).orElseThrow();
    assertEquals(ExitCodes.FAILED, error.exitCode());
    assertEquals(wrong.getMessage(), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  @Test
  void settingsThatKafkaRefusesAreAWrongCommandLine() {
    Exception failure = new KafkaException(new ConfigException("Invalid value x"));
    UserError error = Failures.explain(failure, "b:9").orElseThrow();
    assertEquals(ExitCodes.USAGE, error.exitCode());
    assertTrue(error.getMessage().contains("Invalid value x"), error.getMessage());
  }

  @Test
  void aNameOfABrokerThatCannotBeResolvedIsNoAnswerOfIt() {
    Exception failure = new KafkaException(new ConfigException("No resolvable bootstrap urls"));
    KafkaSettings kafka = new KafkaSettings("no-such-host.invalid:9092", Map.of());
    UserError error = Failures.explain(failure, kafka).orElseThrow();
    assertEquals(ExitCodes.FAILED, error.exitCode());
    assertEquals(
        "no answer from no-such-host.invalid:9092 (the name no-such-host.invalid cannot be resolved);"
            + " correct bootstrap.servers (option -b), or make the name known here",
        error.getMessage());
  }

  /** Whatever command meets it: the port is looked at. */
  @Test
  void aPortThatNobodyListensAtIsSaid() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    KafkaSettings kafka = new KafkaSettings("127.0.0.1:" + port, Map.of());
    Exception failure = new ExecutionException(new TimeoutException("Call: listNodes"));
    UserError error = Failures.explain(failure, kafka).orElseThrow();
    assertTrue(error.getMessage().contains("(nothing listens at 127.0.0.1:" + port + ")"));
  }

  @Test
  void wrongSettingsAreAWrongCommandLine() {
    UserError error =
        Failures.explain(new SettingsException(List.of("one problem")), (String) null)
            .orElseThrow();
    assertEquals(ExitCodes.USAGE, error.exitCode());
    assertEquals("one problem", error.getMessage());
  }

  @Test
  void aBugIsNotExplainedAway() {
    assertFalse(Failures.explain(new IllegalStateException("a bug"), "b:9").isPresent());
  }
}
