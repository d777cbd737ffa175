package dev.freshet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version stands in the pom; whoever else names it says the same. */
class VersionTest {

  private static String only(String file, String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(Path.of(file)));
    assertTrue(matcher.find(), () -> file + " has no " + pattern);
    return matcher.group(1);
  }

  private static String version() throws IOException {
    return only("pom.xml", "^  <version>(.+)</version>$");
  }

  @Test
  void theImageIsTaggedWithIt() throws IOException {
    assertEquals(version(), only("docker-compose.yml", "^    image: freshet:(.+)$"));
  }

  /** Between releases the topmost section collects notes, and versions say -SNAPSHOT. */
  @Test
  void theChangelogHasASectionForIt() throws IOException {
    String version = version();
    String newest = only("CHANGELOG.md", "^## \\[(.+?)\\]");
    assertEquals(version.endsWith("-SNAPSHOT") ? "Unreleased" : version, newest);
  }
}
