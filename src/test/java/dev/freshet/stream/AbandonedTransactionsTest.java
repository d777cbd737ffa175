package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose transactions are ended: those of processes that the group does not know any more. */
class AbandonedTransactionsTest {

  private static final String USERS = "freshet.users";
  private static final String ADA = "11111111-2222-3333-4444-555555555555";
  private static final String EVE = "66666666-7777-8888-9999-aaaaaaaaaaaa";

  private static String transaction(String process, int thread) {
    return USERS + "-" + process + "-" + thread;
  }

  private static String client(String process, int thread) {
    return USERS + "-" + process + "-StreamThread-" + thread + "-consumer";
  }

  private static List<String> abandoned(List<String> ids, Set<String> clients) {
    return AbandonedTransactions.abandoned(USERS, ids, clients);
  }

  @Test
  void whatAProcessThatIsGoneLeftOpenIsAbandoned() {
    assertEquals(
        List.of(transaction(EVE, 1), transaction(EVE, 2)),
        abandoned(
            List.of(transaction(ADA, 1), transaction(EVE, 1), transaction(EVE, 2)),
            Set.of(client(ADA, 1))));
  }

  @Test
  void aLivingProcessKeepsItsTransactionsWhateverItsThreadsAreCalled() {
    assertEquals(
        List.of(), abandoned(List.of(transaction(ADA, 1)), Set.of(client(ADA, 7), client(EVE, 1))));
  }

  @Test
  void allAreAbandonedWhereTheGroupHasNobody() {
    assertEquals(List.of(transaction(ADA, 1)), abandoned(List.of(transaction(ADA, 1)), Set.of()));
  }

  @Test
  void otherApplicationsAreLeftAlone() {
    assertEquals(
        List.of(),
        abandoned(
            List.of(
                "freshet.movies-" + EVE + "-1",
                "freshet.users.two-" + EVE + "-1",
                "freshet.retrain"),
            Set.of()));
  }

  @Test
  void nothingIsToldWhereClientsHaveNamesOfTheirOwn() {
    assertEquals(
        List.of(),
        abandoned(
            List.of(transaction(EVE, 1)), Set.of(client(ADA, 1), "mine-StreamThread-1-consumer")));
  }
}
