package dev.freshet.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that a process of an application left open when it died. Until they end,
 * nobody reads what others committed after them. The brokers end them after {@code
 * transaction.timeout.ms} and up to ten seconds more. This ends them as soon as the group has
 * dropped the process.
 *
 * <p>A process that the group has dropped can commit nothing any more, dead or alive: its work is
 * done again by others. So nothing is taken from it.
 */
final class AbandonedTransactions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  /** Transactions usually last for a commit interval; younger ones are not looked at. */
  private static final Duration YOUNG = Duration.ofSeconds(1);

  private final Admin admin;
  private final String application;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-abandoned-transactions");
            thread.setDaemon(true);
            return thread;
          });
  private boolean isAgeKnown = true;
  private boolean isFailing;

  private AbandonedTransactions(Map<String, Object> config, String application) {
    this.admin = Admin.create(config);
    this.application = application;
  }

  /**
   * Starts to look for them.
   *
   * @param config of an admin client
   * @param application whose transactions are meant; also the name of its group
   */
  static AbandonedTransactions watch(Map<String, Object> config, String application) {
    AbandonedTransactions watch = new AbandonedTransactions(config, application);
    var unused =
        watch.timer.scheduleWithFixedDelay(
            watch::endOrWarn, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void endOrWarn() {
    try {
      end();
      isFailing = false;
    } catch (ExecutionException | RuntimeException e) { // or the schedule would end silently
      if (e.getCause() instanceof UnsupportedVersionException && isAgeKnown) {
        isAgeKnown = false; // brokers before 3.8
      } else if (!isFailing && !BrokerWatch.isAnyAway()) {
        isFailing = true;
        LOG.info(
            "cannot end transactions that a dead process of {} may leave; brokers do, later: {}",
            application,
            e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** Transactions first: who had one, and is no member now, has not ended it before it left. */
  private void end() throws ExecutionException, InterruptedException {
    ListTransactionsOptions open =
        new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING));
    if (isAgeKnown) {
      open.filterOnDuration(YOUNG.toMillis());
    }
    List<String> ids =
        admin.listTransactions(open).all().get().stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> process(application, id).isPresent())
            .toList();
    if (ids.isEmpty()) {
      return;
    }
    Set<String> clients = new HashSet<>();
    for (MemberDescription member :
        admin.describeConsumerGroups(List.of(application)).all().get().values().stream()
            .flatMap(group -> group.members().stream())
            .toList()) {
      clients.add(member.clientId());
    }
    List<String> abandoned = abandoned(application, ids, clients);
    if (!abandoned.isEmpty()) {
      admin.fenceProducers(abandoned).all().get();
      LOG.info("ended what a process that is gone left open: {}", abandoned);
    }
  }

  /**
   * Those transactional ids of an application whose process is none of its group's.
   *
   * @param clients ids of the group's clients; where one of them does not name its process, nothing
   *     can be told and none is abandoned
   */
  static List<String> abandoned(String application, List<String> ids, Set<String> clients) {
    Set<String> living = new HashSet<>();
    for (String client : clients) {
      Optional<String> process = process(application, client);
      if (process.isEmpty()) {
        return List.of();
      }
      living.add(process.get());
    }
    return ids.stream()
        .filter(id -> process(application, id).filter(p -> !living.contains(p)).isPresent())
        .toList();
  }

  /**
   * The process that a transactional id or a client id of Kafka Streams names: {@code
   * application-process-1} and {@code application-process-StreamThread-1-consumer}.
   */
  private static Optional<String> process(String application, String id) {
    Matcher named =
        Pattern.compile(
                Pattern.quote(application)
                    + "-(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})-.+")
            .matcher(id);
    return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    admin.close(Duration.ZERO);
  }
}
