package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.config.SettingsReader.Effective;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.InteractionWeights.Weight;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events beyond ratings are accepted, and what they count, is set by their names. */
class EventSettingsTest {

  private static SettingsReader given(Map<String, String> pairs) {
    return new SettingsReader().commandLine(pairs, "--set");
  }

  private static InteractionWeights weights(SettingsReader reader) {
    return reader.read().streams().users().interactions();
  }

  @Test
  void someNamesAreThereFromTheBeginning() {
    assertEquals(
        Map.of(
            "purchase", new Weight(1, true),
            "skip", new Weight(-.5f, false),
            "take", new Weight(1, true),
            "view", new Weight(.2f, false)),
        weights(new SettingsReader()).byName());
  }

  @Test
  void whatIsGivenReplacesTheDefaultAndLeavesTheRest() {
    InteractionWeights weights =
        weights(given(Map.of("events.view.weight", "0.4", "events.purchase.hides", "false")));

    assertEquals(new Weight(.4f, false), weights.of("view"));
    assertEquals(new Weight(1, false), weights.of("purchase"));
    assertEquals(new Weight(-.5f, false), weights.of("skip"));
  }

  @Test
  void anotherNameIsAcceptedOnceOneOfItsSettingsIsGiven() {
    InteractionWeights weights =
        weights(given(Map.of("events.Add-to_cart.weight", "0.6", "events.seen.hides", "true")));

    assertEquals(new Weight(.6f, false), weights.of("Add-to_cart"));
    assertEquals(new Weight(0, true), weights.of("seen"));
    assertEquals("Add-to_cart, purchase, seen, skip, take, view", weights.names());
  }

  @Test
  void theEnvironmentNamesThemInLowerCase() {
    InteractionWeights weights =
        weights(
            new SettingsReader()
                .environment(
                    Map.of(
                        "FRESHET_EVENTS_VIEW_WEIGHT", "0.1",
                        "FRESHET_EVENTS_ADD_TO_CART_WEIGHT", "0.7",
                        "FRESHET_EVENTS_ADD_TO_CART_HIDES", "true")));

    assertEquals(new Weight(.1f, false), weights.of("view"));
    assertEquals(new Weight(.7f, true), weights.of("add_to_cart"));
  }

  @Test
  void theTrainerCountsThemAsTheStreamsDo() {
    FreshetConfig config = given(Map.of("events.cart.weight", "0.6")).read();

    assertEquals(config.streams().users().interactions(), config.retraining().interactions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events.view.weight  | heavy | events.view.weight = heavy (--set): expected a number such as 0.5, from -100 to 100",
        "events.view.weight  | 101   | events.view.weight = 101 (--set): expected a number such as 0.5, from -100 to 100",
        "events.cart.weight  | NaN   | events.cart.weight = NaN (--set): expected a number such as 0.5, from -100 to 100",
        "events.cart.hides   | maybe | events.cart.hides = maybe (--set): expected true or false",
        "events.a cart.hides | true  | events.a cart.hides (--set): there is no such setting;",
        "events.cart.wait    | 1     | events.cart.wait (--set): there is no such setting;",
      })
  void aWrongWeightOrNameIsAProblem(String key, String value, String problem) {
    SettingsReader reader = given(Map.of(key, value));
    String message = assertThrows(SettingsException.class, reader::read).getMessage();
    assertTrue(message.startsWith(problem), message);
  }

  @Test
  void whatHoldsIsShownWithFurtherNames() {
    var effective = given(Map.of("events.cart.weight", "0.6", "events.view.weight", "0.1"));

    assertTrue(effective.effective().contains(new Effective("events.cart.weight", "0.6", "--set")));
    assertEquals(
        1,
        effective.effective().stream().filter(e -> e.key().equals("events.view.weight")).count());
  }
}
