package dev.freshet.data;

/** Is told, in lines for a person, how files were read: what was found, left out, and doubted. */
public interface Remarks {

  /** Tells nobody. */
  Remarks NONE =
      new Remarks() {
        @Override
        public void note(String line) {}

        @Override
        public void warn(String line) {}
      };

  /** What was found. */
  void note(String line);

  /** What is probably not as it should be. */
  void warn(String line);
}
