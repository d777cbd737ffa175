package dev.freshet.cli;

/** Shows the demo to a person. */
interface DemoConsole extends AutoCloseable {

  /** Called about four times a second. */
  void show(DemoView view);

  @Override
  void close();
}
