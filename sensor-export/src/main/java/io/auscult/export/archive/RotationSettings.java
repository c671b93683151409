package io.auscult.export.archive;

import java.time.Duration;

/**
 * When a file goes to the archive, and how long it stays there. Immutable.
 *
 * @param every how much time a file holds, counted from midnight UTC; zero: any
 * @param size bytes from which a file goes; 0: any
 * @param compression of what is in the archive
 * @param age how old an archived file may become; zero: any
 * @param total bytes that all archived files of an output may have, the oldest go first; 0: any
 */
public record RotationSettings(Duration every, long size, Compression compression, Duration age, long total) {
    /** How an archived file is compressed. */
    public enum Compression {
        GZIP(".gz"),
        ZSTD(".zst"),
        NONE("");

        private final String suffix;

        Compression(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    public static final RotationSettings DEFAULT =
            new RotationSettings(Duration.ofHours(1), 1L << 30, Compression.GZIP, Duration.ofDays(90), 100L << 30);

    public RotationSettings {
        if (every.isNegative() || !every.isZero() && every.toMillis() < 1000) {
            throw new IllegalArgumentException("every: " + every + " (expected: 0 or a second at least)");
        }
        if (size < 0 || total < 0) {
            throw new IllegalArgumentException("size, total: " + size + ", " + total + " (expected: 0 or more)");
        }
        if (age.isNegative()) {
            throw new IllegalArgumentException("age: " + age + " (expected: 0 or more)");
        }
    }

    /** Whether files go at all. */
    public boolean isOn() {
        return !every.isZero() || size > 0;
    }
}
