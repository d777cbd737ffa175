package dev.freshet.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes {@code --set KEY=VALUE} apart at the first equals sign and leaves the value alone. Picocli
 * itself looks for quotes in it, and prints a value whose quotes it does not understand: a
 * password, perhaps.
 */
final class SettingPairs implements IParameterConsumer {

  @Override
  @SuppressWarnings("JdkObsolete") // Picocli's interface has a Stack.
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    if (words.isEmpty()) {
      throw new MissingParameterException(
          command.commandLine(), option, "--set needs KEY=VALUE behind it");
    }
    String pair = words.pop();
    int equals = pair.indexOf('=');
    if (equals < 0) { // it may be a secret, so it is not quoted
      throw new MissingParameterException(
          command.commandLine(), option, "--set needs KEY=VALUE behind it; there is no =");
    }
    Map<String, String> pairs = option.getValue();
    pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
  }
}
