package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {

  enum Form {
    PLAIN,
    VERY_ODD
  }

  record Steps(String optimizer) {}

  record Settings(int hiddenUnits, float l2, boolean sigmoid, Form form, Steps steps) {
    Settings {
      if (hiddenUnits < 1) {
        throw new IllegalArgumentException("hidden-units must be at least 1");
      }
    }
  }

  private static final Settings DEFAULTS =
      new Settings(500, .1f, false, Form.PLAIN, new Steps("adam"));

  private static Settings with(String... options) {
    return ModelSettings.with("odd", DEFAULTS, List.of(options));
  }

  @Test
  void everyKindOfSettingCanBeGiven() {
    assertEquals(
        new Settings(7, 1e-3f, true, Form.VERY_ODD, new Steps("sgd")),
        with(
            "--hidden-units=7",
            "--l2",
            "1e-3",
            "--sigmoid",
            "--form",
            "very-odd",
            "--optimizer",
            "sgd"));
    assertEquals(DEFAULTS, with("--sigmoid", "false"));
  }

  @Test
  void valuesAreSpelledAsTheyAreGiven() {
    assertEquals(
        "{hidden-units=500, l2=0.1, sigmoid=false, form=plain, optimizer=adam}",
        ModelSettings.values(DEFAULTS).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hiden-units=7 | odd has no setting --hiden-units; did you mean --hidden-units? odd has"
            + " --hidden-units, --l2, --sigmoid, --form, --optimizer",
        "--rank=7 | odd has no setting --rank; odd has --hidden-units, --l2, --sigmoid, --form,"
            + " --optimizer",
        "stray | 'stray' is not an option; odd has --hidden-units, --l2, --sigmoid, --form,"
            + " --optimizer",
        "--hidden-units=1.5 | --hidden-units is a whole number, not 1.5",
        "--hidden-units=0 | hidden-units must be at least 1",
        "--hidden-units | --hidden-units needs a value, such as 500",
        "--l2=NaN | --l2 is a number, not NaN",
        "--sigmoid=1 | --sigmoid is true or false, not 1",
        "--form=round | --form is one of plain, very-odd, not round",
      })
  void whatCannotBeSetIsRefusedByName(String option, String problem) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> with(option));
    assertEquals(problem, e.getMessage());
  }
}
