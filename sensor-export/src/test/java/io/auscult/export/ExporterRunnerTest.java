package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterRunnerTest {
    private static final ExporterRunner.Patience SHORT =
            new ExporterRunner.Patience(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20));

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
            assertThat(runner.lag()).isEqualTo(10);
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
        ExporterRunner.Patience impatient =
                new ExporterRunner.Patience(Duration.ofMillis(5), Duration.ofSeconds(30), Duration.ofMillis(50));
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

    private static void raise(AlertJournal journal, int first, int last) {
        for (int i = first; i <= last; i++) {
            journal.raise(SampleAlerts.full(i));
        }
    }

    private static List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "alert-" + i).toList();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(2);
        }
    }
}
