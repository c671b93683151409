package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Exporter} must do. A test of one extends this. */
public abstract class ExporterContract {
    /** A new exporter to the same receiver as before. */
    protected abstract Exporter open() throws IOException;

    /** The ids of the alerts that the receiver has, in its order. */
    protected abstract List<String> received() throws IOException;

    @Test
    void shouldHaveAShortName() throws IOException {
        try (Exporter exporter = open()) {
            assertThat(exporter.name()).matches("[a-z][a-z0-9_-]{1,20}");
        }
    }

    @Test
    void shouldDeliverInOrder() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 500);
            exporter.flush();
            assertThat(received()).isEqualTo(ids(1, 500));
        }
    }

    @Test
    void shouldDeliverNothingTwiceAfterACrashBehindTheReceipt() throws IOException {
        Exporter crashed = open();
        crashed.resume(null);
        deliver(crashed, 1, 3);
        Receipt receipt = crashed.flush();
        deliver(crashed, 4, 6);
        crashed.flush(); // the receiver has them, and nobody wrote that down
        try (Exporter exporter = open()) {
            exporter.resume(receipt);
            deliver(exporter, 4, 8);
            exporter.flush();
        }
        crashed.close();
        assertThat(received()).isEqualTo(ids(1, 8));
    }

    @Test
    void shouldDeliverNothingTwiceWhenTheReceiptIsLost() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 5);
            exporter.flush();
        }
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 7);
            exporter.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 7));
    }

    @Test
    void shouldNotTakeAnothersReceiptForItsOwn() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 5);
            exporter.flush();
        }
        try (Exporter exporter = open()) {
            exporter.resume(new Receipt("somebody else", 1));
            deliver(exporter, 6, 7);
            exporter.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 7));
    }

    @Test
    void shouldResumeAgainAfterAFailure() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 2);
            Receipt receipt = exporter.flush();
            deliver(exporter, 3, 4); // not flushed: as if that had failed
            exporter.resume(receipt);
            deliver(exporter, 3, 5);
            exporter.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 5));
    }

    @Test
    void shouldDeliverAnAlertOfWhichLittleIsKnown() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.bare(1));
            exporter.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 1));
    }

    private static void deliver(Exporter exporter, int first, int last) throws IOException {
        for (int i = first; i <= last; i++) {
            exporter.deliver(SampleAlerts.full(i));
        }
    }

    private static List<String> ids(int first, int last) {
        return new ArrayList<>(
                IntStream.rangeClosed(first, last).mapToObj(i -> "alert-" + i).toList());
    }
}
