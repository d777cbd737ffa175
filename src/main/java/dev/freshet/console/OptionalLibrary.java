package dev.freshet.console;

/**
 * Libraries that a command asks for before it begins: what runs in production, such as the Docker
 * image, does without them.
 */
public enum OptionalLibrary {
  /** Kafka's server, for the broker inside this process. */
  BROKER("kafka.server.KafkaRaftServer"),

  /** Draws curves. */
  CHARTS("org.knowm.xchart.XYChart");

  private final String aClass;

  OptionalLibrary(String aClass) {
    this.aClass = aClass;
  }

  /**
   * Returns where the library is there.
   *
   * @throws UserError where it is not
   */
  public void require() {
    try {
      Class.forName(aClass, false, OptionalLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new UserError(
          "this command needs libraries that are left out here, as in the Docker image: use"
              + " ./freshet of a checkout, which has them in target/lib-extra",
          e);
    }
  }
}
