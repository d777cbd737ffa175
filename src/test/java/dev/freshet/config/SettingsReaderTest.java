package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicSpecs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private final Path directory;

  SettingsReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("freshet.properties"), List.of(lines));
  }

  private static FreshetConfig given(String key, String value) {
    return new SettingsReader().commandLine(Map.of(key, value), "--set").read();
  }

  private static String problem(String key, String value) {
    return assertThrows(SettingsException.class, () -> given(key, value)).getMessage();
  }

  private static String environmentProblem(String name) {
    SettingsReader reader = new SettingsReader().environment(Map.of(name, "1"));
    return assertThrows(SettingsException.class, reader::read).getMessage();
  }

  @Test
  void theCommandLineOverridesTheEnvironmentAndTheEnvironmentTheFile() throws IOException {
    Path file = file("prefix=file.", "partitions=3", "lists.size=7");
    FreshetConfig config =
        new SettingsReader()
            .file(file)
            .environment(Map.of("FRESHET_PREFIX", "environment.", "FRESHET_PARTITIONS", "4"))
            .commandLine(Map.of("prefix", "option."), "--set")
            .read();
    assertEquals("option.", config.prefix());
    assertEquals(4, config.streams().partitions());
    assertEquals(7, config.streams().users().lists().recommender().listLength());
  }

  @Test
  void allProblemsAreReportedAtOnceEachInOneLine() throws IOException {
    Path file = file("partitions=many", "lists.sise=7", "commit.interval=100", "scale.min=6");
    SettingsReader reader =
        new SettingsReader()
            .file(file)
            .environment(Map.of("FRESHET_HTTP_PORT", "70000"))
            .commandLine(Map.of("kafka.producer.linger.ms", "soon"), "--set");
    String message =
        assertThrows(SettingsException.class, () -> reader.read(FreshetSettings.BOOTSTRAP_SERVERS))
            .getMessage();
    assertEquals(
        """
        7 settings are wrong:
          commit.interval = 100 (FILE): expected a duration such as 50ms, 1s, 2m, 3h or 30d, \
        more than 0
          http.port = 70000 (environment variable FRESHET_HTTP_PORT): expected a whole number, \
        from 0 to 65535
          kafka.producer.linger.ms = soon (--set): Invalid value soon for configuration \
        linger.ms: Not a number of type LONG
          lists.sise (FILE): there is no such setting; did you mean lists.size?
          partitions = many (FILE): expected a whole number, from 1 to 1000
          bootstrap.servers is missing: set it in the file given with --config, with \
        --set bootstrap.servers=... or in FRESHET_BOOTSTRAP_SERVERS
          scale.min = 6 (FILE), scale.max = 5 (default): expected scale.min below scale.max"""
            .replace("FILE", file.toString()),
        message);
  }

  @Test
  void oneProblemIsOneLine() {
    assertEquals("side = both (--set): expected users or movies or all", problem("side", "both"));
  }

  @Test
  void theMeanIsOnTheScale() {
    assertEquals(
        "scale.min = 0.5 (default), learn.mean = 7 (--set), scale.max = 5 (default): expected"
            + " learn.mean on the scale",
        problem("learn.mean", "7"));
  }

  @Test
  void aFileThatIsNotThereIsAProblemBesideTheOthers() {
    Path missing = directory.resolve("missing.properties");
    SettingsReader reader =
        new SettingsReader().file(missing).commandLine(Map.of("partitions", "0"), "--set");
    String message = assertThrows(SettingsException.class, reader::read).getMessage();
    assertTrue(message.contains("cannot read " + missing + ": there is no such file"), message);
    assertTrue(message.contains("partitions = 0"), message);
  }

  @Test
  void aFileIsUtf8() throws IOException {
    Path file = directory.resolve("latin-1.properties");
    Files.write(file, "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    SettingsReader reader = new SettingsReader().file(file);
    String message = assertThrows(SettingsException.class, reader::read).getMessage();
    assertEquals("cannot read " + file + ": it is not UTF-8", message);
  }

  @Test
  void aBrokenEscapeInAFileIsAProblem() throws IOException {
    Path file = file("prefix=\\u12x");
    SettingsReader reader = new SettingsReader().file(file);
    String message = assertThrows(SettingsException.class, reader::read).getMessage();
    assertTrue(message.startsWith("cannot read " + file), message);
  }

  @Test
  void blanksAroundAValueDoNotCount() throws IOException {
    assertEquals(
        6, new SettingsReader().file(file("partitions = 6  ")).read().streams().partitions());
  }

  @Test
  void anEmptyEnvironmentVariableIsNotSet() {
    FreshetConfig config = new SettingsReader().environment(Map.of("FRESHET_PREFIX", "")).read();
    assertEquals(FreshetConfig.defaults().prefix(), config.prefix());
  }

  @Test
  void anEmptyPrefixCanBeSet() {
    assertEquals("", given("prefix", "").prefix());
  }

  @Test
  void aSlipInAnEnvironmentVariableIsAProblem() {
    assertEquals(
        "environment variable FRESHET_PREFX sets nothing; did you mean FRESHET_PREFIX?",
        environmentProblem("FRESHET_PREFX"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "FRESHET_HOME",
        "FRESHET_JAVA_OPTS",
        "FRESHET_CONFIG",
        "FRESHET_SERVICE_HOST",
        "FRESHET_SERVICE_PORT_HTTP",
        "FRESHET_PORT_8080_TCP_ADDR",
        "FRESHET_KAFKA_SERVICE_HOST",
        "FRESHET_KAFKA_PORT_9092_TCP"
      })
  void whatTheLauncherAndKubernetesPutIntoTheEnvironmentIsNoSetting(String name) {
    FreshetConfig config = new SettingsReader().environment(Map.of(name, "x")).read();
    assertEquals(FreshetConfig.defaults(), config);
  }

  @ParameterizedTest
  @CsvSource({
    "port,http.port",
    "bootstrap.server,bootstrap.servers",
    "thread.users,threads.users",
    "kafka.sasl.mechansim,kafka.sasl.mechanism",
    "kafka.consumer.max.pol.records,kafka.consumer.max.poll.records"
  })
  void aSlipIsAnsweredWithWhatWasProbablyMeant(String written, String meant) {
    String message = problem(written, "1");
    assertTrue(message.endsWith("did you mean " + meant + "?"), message);
  }

  @Test
  void aKeyLikeNoOtherIsAnsweredWithWhereToLook() {
    String message = problem("rutabaga", "1");
    assertTrue(message.contains("`freshet settings` lists"), message);
  }

  @Test
  void whatHoldsCanBeShownWithItsOriginAndWithoutSecrets() {
    List<SettingsReader.Effective> all =
        new SettingsReader()
            .environment(Map.of("FRESHET_PARTITIONS", "4"))
            .commandLine(
                Map.of(
                    "kafka.sasl.jaas.config", "password=secret",
                    "kafka.client.id", "me"),
                "--set")
            .effective();
    assertTrue(
        all.contains(
            new SettingsReader.Effective(
                "partitions", "4", "environment variable FRESHET_PARTITIONS")));
    assertTrue(all.contains(new SettingsReader.Effective("kafka.client.id", "me", "--set")));
    assertTrue(
        all.contains(new SettingsReader.Effective("kafka.sasl.jaas.config", "(hidden)", "--set")));
    assertTrue(all.stream().anyMatch(e -> e.origin().equals("default")));
    assertFalse(all.toString().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.basic.auth.user.info",
        "kafka.schema.registry.basic.auth.user.info",
        "kafka.bearer.auth.token",
        "kafka.my.token",
        "kafka.consumer.interceptor.api.key",
        "kafka.login.passphrase",
        "kafka.producer.credentials",
        "kafka.sasl.jaas.config",
        "kafka.ssl.keystore.key",
        "kafka.sasl.pwd",
        "kafka.proxy.auth",
        "kafka.sasl.client.key.pem"
      })
  void noSecretIsShown(String key) {
    SettingsReader reader =
        new SettingsReader().commandLine(Map.of(key, "m required x=\"s3cret\";"), "--set");
    assertTrue(
        reader.effective().contains(new SettingsReader.Effective(key, "(hidden)", "--set")), key);
    assertTrue(SettingsReader.isSecret(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.ssl.truststore.passwrd",
        "kafka.ssl.keystore.pasword",
        "kafka.sasl.jas.config",
        "kafka.consumer.ssl.key.pasword"
      })
  void aSecretBehindASlipOfThePenIsNotQuoted(String key) {
    String refused = problem(key, "s3cret");
    assertTrue(refused.contains(key + " = (hidden) (--set): not a setting of Kafka"), refused);
    assertFalse(refused.contains("s3cret"), refused);
    assertTrue(SettingsReader.isSecret(key));
  }

  @Test
  void aLoginInAUrlIsNotShownAndWhatIsNoSecretIs() {
    List<SettingsReader.Effective> all =
        new SettingsReader()
            .commandLine(
                Map.of(
                    "kafka.my.registry.url", "https://me:s3cret@registry:8081",
                    "kafka.sasl.oauthbearer.token.endpoint.url", "https://login/token"),
                "--set")
            .effective();
    assertFalse(all.toString().contains("s3cret"), all.toString());
    assertTrue(all.toString().contains("https://login/token"), all.toString());
  }

  @Test
  void aMalformedJaasLineIsRefusedWithItsCauseAndWithoutItsPassword() {
    String module = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    String open = problem("kafka.sasl.jaas.config", module + " password=\"s3cret;");
    assertTrue(open.contains("(hidden) (--set): a quote is not closed"), open);
    String bare = problem("kafka.sasl.jaas.config", module + " password=\"s3cret\"");
    assertTrue(bare.contains("the semicolon at its end is missing"), bare);
    assertFalse((open + bare).contains("s3cret"), open + bare);
  }

  @Test
  void theAddressOfAKubernetesServiceIsPassedOverWithAWarning() {
    SettingsReader reader =
        new SettingsReader()
            .environment(
                Map.of(
                    "FRESHET_HTTP_PORT", "tcp://10.0.0.1:8080",
                    "FRESHET_HTTP_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                    "FRESHET_HTTP_SERVICE_HOST", "10.0.0.1"));
    assertEquals(8080, reader.read().http().port());
    assertEquals(1, reader.warnings().size(), reader.warnings().toString());
    assertTrue(reader.warnings().get(0).contains("FRESHET_HTTP_PORT is passed over"));
  }

  @Test
  void settingsOfTopicsAreSetAndLeftOutFromEverywhere() {
    FreshetConfig config =
        new SettingsReader()
            .environment(
                Map.of(
                    "FRESHET_TOPICS_RATINGS_BY_USER_SEGMENT_BYTES", "1000000000",
                    "FRESHET_TOPICS_RATINGS_RETENTION_MS", "9"))
            .commandLine(
                Map.of(
                    "topics.all.max.compaction.lag.ms", "default",
                    "topics.recommendations.max.compaction.lag.ms", "700000000"),
                "--set")
            .read();
    TopicSpecs specs = TopicSpecs.load(config.topicSpecs());
    assertEquals("1000000000", specs.configs(Topic.RATINGS_BY_USER).get("segment.bytes"));
    assertEquals("9", specs.configs(Topic.RATINGS).get("retention.ms"));
    assertEquals(null, specs.configs(Topic.CATALOGUE).get("max.compaction.lag.ms"));
    assertEquals("700000000", specs.configs(Topic.RECOMMENDATIONS).get("max.compaction.lag.ms"));
  }

  @Test
  void aTopicThatIsNotThereAndWhatFreshetDependsOnCannotBeSet() {
    String slip = problem("topics.recomendations.segment.bytes", "9");
    assertTrue(slip.contains("did you mean recommendations?"), slip);
    String fixed = problem("topics.all.cleanup.policy", "delete");
    assertTrue(fixed.contains("Freshet depends on it"), fixed);
  }

  @Test
  void oauthWithoutAHandlerIsRefusedWithTheSettingThatIsMissing() {
    String module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";
    Map<String, String> bare =
        Map.of("kafka.sasl.mechanism", "OAUTHBEARER", "kafka.sasl.jaas.config", module + ";");
    SettingsReader reader = new SettingsReader().commandLine(bare, "--set");
    String refused = assertThrows(SettingsException.class, reader::read).getMessage();
    assertTrue(refused.contains("set kafka.sasl.login.callback.handler.class"), refused);

    String handler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
    reader.commandLine(Map.of("kafka.sasl.login.callback.handler.class", handler), "--set");
    assertEquals(handler, handler(reader));
    new SettingsReader()
        .commandLine(bare, "--set")
        .commandLine(
            Map.of("kafka.sasl.jaas.config", module + " unsecuredLoginStringClaim_sub=\"me\";"),
            "--set")
        .read();
    new SettingsReader()
        .commandLine(bare, "--set")
        .commandLine(Map.of("kafka.sasl.jaas.config", "x.Own required;"), "--set")
        .read();
  }

  /** What a file holds that a system property names is not known here. */
  @Test
  void oauthWithAJaasFileIsTaken() {
    String file = "java.security.auth.login.config";
    SettingsReader reader =
        new SettingsReader().commandLine(Map.of("kafka.sasl.mechanism", "OAUTHBEARER"), "--set");
    assertThrows(SettingsException.class, reader::read);
    System.setProperty(file, "jaas.conf");
    try {
      reader.read();
    } finally {
      System.clearProperty(file);
    }
  }

  private static String handler(SettingsReader reader) {
    return String.valueOf(
        reader.read().kafka().adminConfig().get("sasl.login.callback.handler.class"));
  }
}
