package io.auscult.rules.indicator;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Indicators from a file, or from every file of a folder: lists, CSV, STIX bundles, exports of MISP, told apart by their content, in gzip or not. Looked at again and again, read when one changed. All are read through once
 * before anything is taken: with one that is broken, what was known before stays. The feed's thread; {@link #check} any.
 */
public final class FileFeed implements IndicatorFeed {
    /** Files of a folder. */
    public static final int MOST_FILES = 1_000;

    private static final Duration QUIET = Duration.ofSeconds(1); // a file that is just being written

    private final String source;
    private final Path place;
    private final Duration every;

    /** @param place a file or a folder; files whose names begin with a dot are left out */
    public FileFeed(String source, Path place, Duration every) {
        this.source = source;
        this.place = place;
        this.every = every;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String settings() {
        return place.toAbsolutePath().toString();
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public Pull pull(String position, IndicatorSink sink) throws IOException {
        List<Path> files = files();
        String now = stamp(files);
        if (now.equals(position)) {
            return new Pull(position, false);
        }
        for (Path file : files) {
            if (!position.isEmpty()
                    && Files.getLastModifiedTime(file)
                            .toInstant()
                            .isAfter(Instant.now().minus(QUIET))) {
                return new Pull(position, false);
            }
        }
        for (Path file : files) {
            check(file, new Silent());
        }
        for (Path file : files) {
            check(file, sink);
        }
        return new Pull(now, true);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(place)) {
            if (!Files.isReadable(place)) {
                throw new NoSuchFileException(place + ": cannot be read");
            }
            return List.of(place);
        }
        try (Stream<Path> entries = Files.list(place)) {
            List<Path> files = entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new IOException(place + ": more than " + MOST_FILES + " files");
            }
            return files;
        }
    }

    private static String stamp(List<Path> files) throws IOException {
        long hash = files.size();
        for (Path file : files) {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            hash = hash * 31 + file.hashCode();
            hash = hash * 31 + now.size();
            hash = hash * 31 + now.lastModifiedTime().hashCode();
            hash = hash * 31 + String.valueOf(now.fileKey()).hashCode();
        }
        return Long.toHexString(hash);
    }

    /**
     * Reads one file.
     *
     * @return how many indicators were in it, good or not
     * @throws IOException when it cannot be read to its end, or most of it is no indicator
     */
    public long check(Path file, IndicatorSink sink) throws IOException {
        Refusals counted = new Refusals(file.getFileName() + ": ", sink);
        long count;
        try {
            if (Files.size(file) == 0) {
                throw new IOException("empty; a list of nothing has at least a comment");
            }
            count = isJson(file) ? JsonFile.read(() -> open(file), source, counted) : list(file, counted);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": no JSON that can be read" + where(e), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (count > 0 && counted.refused * 2 > count && counted.taken == 0) {
            throw new IOException(file + ": nothing in it is an indicator" + counted.why());
        }
        return count;
    }

    private long list(Path file, IndicatorSink sink) throws IOException {
        try (InputStream in = open(file)) {
            return ListFile.read(in, source, sink);
        }
    }

    private static boolean isJson(Path file) throws IOException {
        try (InputStream in = open(file)) {
            in.mark(4_096);
            int first = first(in);
            in.reset();
            return first == '{' || first == '[' && !looksLikeList(in);
        }
    }

    private static String where(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")") + ": "
                + e.getOriginalMessage();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        if (first == 0xFF && second == 0xFE || first == 0xFE && second == 0xFF) {
            in.close();
            throw new IOException("written in UTF-16 (expected: UTF-8)");
        }
        boolean isGzip = first == 0x1F && second == 0x8B;
        return isGzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
    }

    private static int first(InputStream in) throws IOException {
        for (int i = 0; i < 1_024; i++) {
            int c = in.read();
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != 0xEF && c != 0xBB && c != 0xBF) {
                return c;
            }
        }
        return ' ';
    }

    /** An address of IPv6 in brackets, and no list of JSON. */
    private static boolean looksLikeList(InputStream in) throws IOException {
        in.mark(64);
        byte[] begin = in.readNBytes(48);
        in.reset();
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        return !text.stripLeading().matches("(?s)\\[\\s*[\\[{\"\\]].*");
    }

    /** Counts what is refused, and says in which file. */
    private static final class Refusals implements IndicatorSink {
        private final String file;
        private final IndicatorSink sink;
        private long refused;
        private long taken;
        private String firstReason = "";

        Refusals(String file, IndicatorSink sink) {
            this.file = file;
            this.sink = sink;
        }

        String why() {
            return firstReason.isEmpty() ? "" : " (" + firstReason + ")";
        }

        @Override
        public void put(String sourceId, List<Indicator> now) {
            taken++;
            sink.put(sourceId, now);
        }

        @Override
        public void refused(String what, String reason) {
            refused++;
            if (firstReason.isEmpty()) {
                firstReason = what + ": " + reason;
            }
            sink.refused(file + what, reason);
        }
    }

    /** Only looks whether it can be read. */
    private static final class Silent implements IndicatorSink {
        @Override
        public void put(String sourceId, List<Indicator> now) {}

        @Override
        public void refused(String what, String reason) {}
    }
}
