package dev.freshet.cli;

import dev.freshet.config.SettingsDocument;
import dev.freshet.config.SettingsReader.Effective;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the settings, and checks them. */
@Command(
    name = "settings",
    description = "List all settings, or check a settings file and show what holds.",
    footer = {
      "",
      "Examples:",
      "  freshet settings",
      "  freshet settings --properties > freshet.properties",
      "  freshet settings --effective --config freshet.properties"
    })
final class SettingsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @ArgGroup private Form form = new Form();

  private static final class Form {
    @Option(names = "--markdown", description = "As the page docs/settings.md.")
    private boolean markdown;

    @Option(names = "--properties", description = "As a file with every setting at its default.")
    private boolean properties;

    @Option(
        names = "--effective",
        description = "Check the settings given, and show each with where it comes from.")
    private boolean effective;
  }

  @Override
  public void run() {
    if (spec == null) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (form.markdown) {
      out.print(SettingsDocument.markdown());
    } else if (form.properties) {
      out.print(SettingsDocument.properties());
    } else if (form.effective) {
      for (Effective e : connection.reader().effective()) {
        out.printf("%-40s # %s%n", e.key() + "=" + e.value(), e.origin());
      }
    } else {
      out.print(SettingsDocument.table());
    }
    out.flush();
  }
}
