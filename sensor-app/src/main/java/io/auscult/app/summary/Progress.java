package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.app.metric.Counts;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How far and how fast, on one line of less than 80 columns: share of the input done, packets a second, bits a second, alerts.
 * Used by the thread of its {@link StatusLine}; reads counts and the source's position while their thread goes on.
 */
public final class Progress {
    private static final int BAR = 16; // columns

    private final PacketSource source;
    private final Counts counts;
    private final LongSupplier alerts;
    private final LongSupplier nanoTime;
    private final Texts texts;
    private final long startedNs;
    private long lastNs;
    private long lastPackets;
    private long lastBytes;

    public Progress(PacketSource source, Counts counts, LongSupplier alerts, Language language, LongSupplier nanoTime) {
        this.source = source;
        this.counts = counts;
        this.alerts = alerts;
        this.nanoTime = nanoTime;
        this.texts = new Texts(language);
        this.startedNs = nanoTime.getAsLong();
        this.lastNs = startedNs;
    }

    /** The line for now; rates are since the last call. */
    public String line() {
        long nowNs = nanoTime.getAsLong();
        long packets = counts.get(Counter.PACKETS_RECEIVED);
        long bytes = counts.get(Counter.BYTES_RECEIVED);
        double seconds = Math.max(1, nowNs - lastNs) / 1e9;
        List<String> parts = new ArrayList<>();
        parts.add(done(nowNs));
        parts.add(texts.scaled(packets).strip() + texts.get("progress.packets"));
        parts.add(texts.scaled((packets - lastPackets) / seconds).strip() + "/s");
        parts.add(texts.scaled((bytes - lastBytes) * 8 / seconds) + "bit/s");
        long lost = counts.get(Counter.PACKETS_DROPPED_KERNEL) + counts.get(Counter.PACKETS_DROPPED_INTERFACE);
        if (lost > 0) {
            parts.add(texts.get("progress.lost", texts.scaled(lost).strip()));
        }
        parts.add(texts.count("progress.alerts", alerts.getAsLong()));
        lastNs = nowNs;
        lastPackets = packets;
        lastBytes = bytes;
        return " " + String.join("  ", parts);
    }

    private String done(long nowNs) {
        long size = source.size();
        if (size <= 0) {
            return texts.duration(nowNs - startedNs);
        }
        double share = Math.clamp((double) source.position() / size, 0, 1);
        int full = (int) Math.round(share * BAR);
        long percent = (long) (share * 100);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + (percent < 10 ? " " : "") + percent + " %";
    }
}
