package io.auscult.export;

import static io.auscult.export.Await.until;
import static io.auscult.export.SampleAlerts.ids;
import static io.auscult.export.SampleAlerts.raise;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.DeadLetters;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterRunnerTest {
    private static final ExporterRunner.Patience SHORT = new ExporterRunner.Patience(
            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20), Duration.ofMillis(100));

    @TempDir
    Path directory;

    /** A receiver that can be told to refuse. */
    private static class Receiver implements Exporter {
        final List<String> has = new ArrayList<>();
        private final List<String> coming = new ArrayList<>();
        volatile boolean refuses;
        final AtomicInteger resumed = new AtomicInteger();
        volatile boolean closed;

        @Override
        public String name() {
            return "receiver";
        }

        @Override
        public void resume(@Nullable Receipt last) throws IOException {
            resumed.incrementAndGet();
            coming.clear();
            check();
        }

        @Override
        public void deliver(Alert alert) throws IOException {
            check();
            coming.add(alert.id());
        }

        @Override
        public synchronized Receipt flush() throws IOException {
            check();
            has.addAll(coming);
            coming.clear();
            return new Receipt("receiver", has.size());
        }

        private void check() throws IOException {
            if (refuses) {
                throw new IOException("receiver: not now");
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> coming() {
            return coming;
        }

        synchronized int count() {
            return has.size();
        }
    }

    @Test
    void shouldDeliverWhileAlertsCome() throws Exception {
        Receiver receiver = new Receiver();
        try (AlertJournal journal = AlertJournal.open(directory, new Counters())) {
            try (ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
                raise(journal, 1, 300);
                until(() -> receiver.count() == 300);
                raise(journal, 301, 400);
                until(() -> runner.delivered() == 400);
                assertThat(runner.lag()).isZero();
                assertThat(runner.failingSince()).isNull();
            }
        }
        assertThat(receiver.has).isEqualTo(ids(1, 400));
        assertThat(receiver.closed).isTrue();
    }

    @Test
    void shouldDrainWhenItStops() throws Exception {
        Receiver receiver = new Receiver();
        try (AlertJournal journal = AlertJournal.open(directory, new Counters())) {
            ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT);
            raise(journal, 1, 3000);
            runner.close();
        }
        assertThat(receiver.has).isEqualTo(ids(1, 3000));
    }

    @Test
    void shouldSayThatItFailsAndGoOnWhenItCan() throws Exception {
        Receiver receiver = new Receiver();
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
            raise(journal, 1, 10);
            until(() -> receiver.count() == 10);
            receiver.refuses = true;
            raise(journal, 11, 20);
            until(() -> runner.failingSince() != null);
            assertThat(runner.failure()).isEqualTo("receiver: not now");
            until(() -> runner.lag() == 10);
            until(() -> receiver.resumed.get() > 3);
            receiver.refuses = false;
            until(() -> receiver.count() == 20);
            until(() -> runner.failingSince() == null);
            assertThat(receiver.has).isEqualTo(ids(1, 20));
        }
    }

    @Test
    void shouldStopInTimeWhenTheReceiverRefusesAndDeliverAtTheNextStart() throws Exception {
        Receiver receiver = new Receiver();
        receiver.refuses = true;
        ExporterRunner.Patience impatient = new ExporterRunner.Patience(
                Duration.ofMillis(5), Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofSeconds(1));
        try (AlertJournal journal = AlertJournal.open(directory, new Counters())) {
            ExporterRunner runner = ExporterRunner.start(receiver, journal, impatient);
            raise(journal, 1, 5);
            until(() -> runner.failingSince() != null);
            long began = System.nanoTime();
            runner.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(receiver.closed).isTrue();
        }
        Receiver next = new Receiver();
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(next, journal, SHORT)) {
            until(() -> runner.delivered() == 5);
        }
        assertThat(next.has).isEqualTo(ids(1, 5));
    }

    @Test
    void shouldSurviveAReceiverThatThrows() throws Exception {
        Receiver receiver = new Receiver() {
            @Override
            public void deliver(Alert alert) throws IOException {
                if (resumed.get() == 1) {
                    throw new IllegalStateException("a defect");
                }
                super.deliver(alert);
            }
        };
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
            raise(journal, 1, 5);
            until(() -> receiver.count() == 5);
            until(() -> runner.failure().isEmpty());
        }
    }

    /** Refuses some entries whatever it is asked, for as long as it is told to. */
    private static final class Picky extends Receiver {
        final Set<String> refused = ConcurrentHashMap.newKeySet();

        @Override
        public synchronized Receipt flush() throws IOException {
            for (String id : coming()) {
                if (refused.contains(id)) {
                    throw new RejectedException("receiver: " + id + " is not what I take");
                }
            }
            return super.flush();
        }
    }

    @Test
    void shouldPutAsideOnlyWhatIsRefused() throws Exception {
        Picky receiver = new Picky();
        receiver.refused.addAll(Set.of("alert-7", "alert-90"));
        try (AlertJournal journal = AlertJournal.open(directory, new Counters())) {
            raise(journal, 1, 400);
            try (ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
                until(() -> runner.delivered() == 398 && runner.failure().isEmpty());
                assertThat(runner.dead()).isEqualTo(2);
                assertThat(runner.lag()).isZero();
            }
        }
        List<String> expected = new ArrayList<>(ids(1, 400));
        expected.removeAll(receiver.refused);
        assertThat(receiver.has).isEqualTo(expected);
        assertThat(DeadLetters.of(directory, "receiver").list())
                .extracting(letter -> letter.entry().key() + ": " + letter.reason())
                .containsExactly(
                        "alert-7: receiver: alert-7 is not what I take",
                        "alert-90: receiver: alert-90 is not what I take");
    }

    @Test
    void shouldGiveARefusedEntryTimeBeforeItIsPutAside() throws Exception {
        Picky receiver = new Picky();
        receiver.refused.add("alert-2");
        ExporterRunner.Patience patient = new ExporterRunner.Patience(
                Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofHours(1));
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, patient)) {
            raise(journal, 1, 3);
            until(() -> receiver.count() == 1 && receiver.resumed.get() > 5);
            assertThat(runner.dead()).isZero();
            receiver.refused.clear();
            until(() -> receiver.count() == 3);
            assertThat(receiver.has).isEqualTo(ids(1, 3));
        }
    }

    @Test
    void shouldTryDeadLettersAgainWhenAskedTo() throws Exception {
        Picky receiver = new Picky();
        receiver.refused.addAll(Set.of("alert-1", "alert-2"));
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
            raise(journal, 1, 3);
            until(() -> runner.dead() == 2);
            Outbox outbox = new Outbox(directory, "receiver");
            outbox.retry("alert-1"); // still refused
            until(() -> receiver.count() == 1);
            receiver.refused.remove("alert-2");
            outbox.retry("alert-2");
            until(() -> receiver.count() == 2);
            until(() -> runner.dead() == 1);
            receiver.refused.clear();
            outbox.retry(Outbox.ALL);
            until(() -> receiver.count() == 3);
            until(() -> runner.dead() == 0);
            assertThat(outbox.deadLetters().list()).isEmpty();
            assertThat(receiver.has).isEqualTo(List.of("alert-3", "alert-2", "alert-1"));
        }
        assertThat(Outbox.receivers(directory)).containsExactly("receiver");
        Outbox.State state = new Outbox(directory, "receiver").state();
        assertThat(state).isNotNull();
        assertThat(state.delivered()).isEqualTo(3);
        assertThat(state.waiting()).isZero();
        assertThat(state.failingSince()).isNull();
    }

    @Test
    void shouldPutAsideWhatItStumblesOver() throws Exception {
        Receiver receiver = new Receiver() {
            @Override
            public void deliver(Alert alert) throws IOException {
                if (alert.id().equals("alert-3")) {
                    throw new IllegalStateException("a defect");
                }
                super.deliver(alert);
            }
        };
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
            raise(journal, 1, 5);
            until(() -> receiver.count() == 4);
            until(() -> runner.dead() == 1);
        }
    }

    @Test
    void shouldNotComeBackBeforeTheReceiverSaid() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Receiver receiver = new Receiver() {
            @Override
            public synchronized Receipt flush() throws IOException {
                if (asked.incrementAndGet() == 1) {
                    throw new LaterException("receiver: busy", Duration.ofHours(1));
                }
                return super.flush();
            }
        };
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                ExporterRunner runner = ExporterRunner.start(receiver, journal, SHORT)) {
            raise(journal, 1, 5);
            until(() -> runner.failure().equals("receiver: busy"));
            Thread.sleep(100); // many times the wait after an ordinary failure
            assertThat(asked).hasValue(1);
        }
        assertThat(receiver.has).as("tried once more when it stopped").isEqualTo(ids(1, 5));
    }
}
