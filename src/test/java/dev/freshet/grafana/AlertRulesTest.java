package dev.freshet.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AlertRulesTest {

  private static final String RULES = "grafana/prometheus/alerts.yml";
  private static final String TESTS = "grafana/prometheus/alerts.test.yml";
  private static final String CONFIG = "grafana/prometheus/prometheus.yml";

  @Test
  void prometheusAcceptsTheRules() throws Exception {
    assertSuccess(promtool().run("check", "rules", RULES));
  }

  @Test
  void eachAlertFiresWhenItShouldAndIsQuietOtherwise() throws Exception {
    assertSuccess(promtool().run("test", "rules", TESTS));
  }

  @Test
  void prometheusAcceptsItsConfiguration() throws Exception {
    assertSuccess(promtool().run("check", "config", CONFIG));
  }

  private static Tool promtool() {
    return Tool.needed("promtool", "prometheus");
  }

  private static void assertSuccess(Tool.Result result) {
    assertEquals(0, result.exitCode(), result.output());
  }
}
