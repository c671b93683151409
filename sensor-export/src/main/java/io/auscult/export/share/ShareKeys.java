package io.auscult.export.share;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hospital's keys, in a folder that only the sensor's user may read: the newest is for new incidents, and one in use keeps its own, so that everything about an incident fits together.
 * A new key is made when the newest is older than the rotation says. Any thread; processes that share the folder agree by a lock file. The keys of the last {@link #MAX_INCIDENTS} incidents are remembered.
 */
public final class ShareKeys {
    static final int MAX_INCIDENTS = 1 << 16;

    private static final String KEY = ".key";
    private static final String INCIDENTS = "incidents";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final Duration rotation;
    private final InstantSource clock;
    private final Map<String, ShareKey> keys = new HashMap<>();
    private final Map<String, String> incidents = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_INCIDENTS;
        }
    };

    private ShareKeys(Path folder, Duration rotation, InstantSource clock) {
        this.folder = folder;
        this.rotation = rotation;
        this.clock = clock;
    }

    /**
     * @param folder where they are kept; made when it is not there, with a first key
     * @param rotation how long a key is for new incidents; zero: for ever
     * @throws IOException when they cannot be read or others may read them
     */
    public static ShareKeys open(Path folder, Duration rotation, InstantSource clock) throws IOException {
        ShareKeys keys = new ShareKeys(folder, rotation, clock);
        Lines.folder(folder);
        keys.load();
        keys.current();
        return keys;
    }

    private void load() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(KEY)).toList()) {
                ShareKey key = read(file);
                keys.put(key.id(), key);
            }
        }
        try {
            for (String line : Files.readAllLines(folder.resolve(INCIDENTS), StandardCharsets.US_ASCII)) {
                String[] parts = line.split(" ");
                if (parts.length == 2 && keys.containsKey(parts[1])) {
                    incidents.put(parts[0], parts[1]);
                }
            }
        } catch (NoSuchFileException e) {
            incidents.clear(); // none yet
        }
    }

    private static ShareKey read(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> wrong = EnumSet.copyOf(OTHERS);
            wrong.retainAll(Files.getPosixFilePermissions(file));
            if (!wrong.isEmpty()) {
                throw new IOException(file + ": others than its owner may read or change it (expected: chmod 600)");
            }
        }
        Map<String, String> values = Lines.read(file);
        try {
            return ShareKey.of(
                    Instant.parse(values == null ? "" : values.getOrDefault("since", "")),
                    HexFormat.of().parseHex(values == null ? "" : values.getOrDefault("secret", "")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + ": no key (expected: lines since and secret)", null);
        }
    }

    /** The one for new incidents; made anew when it is time. */
    synchronized ShareKey current() throws IOException {
        ShareKey newest = newest();
        if (newest == null || isOld(newest)) {
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                load(); // another process may have made it
                newest = newest();
                if (newest == null || isOld(newest)) {
                    newest = made();
                }
                assert held.isValid();
            }
        }
        return newest;
    }

    private @Nullable ShareKey newest() {
        return keys.values().stream()
                .max(Comparator.comparing(ShareKey::since).thenComparing(ShareKey::id))
                .orElse(null);
    }

    private boolean isOld(ShareKey key) {
        return !rotation.isZero()
                && Duration.between(key.since(), clock.instant()).compareTo(rotation) >= 0;
    }

    private ShareKey made() throws IOException {
        byte[] secret = new byte[ShareKey.LENGTH];
        new SecureRandom().nextBytes(secret);
        ShareKey key = ShareKey.of(clock.instant(), secret);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("since", key.since().toString());
        values.put("secret", HexFormat.of().formatHex(secret));
        Lines.write(folder.resolve(key.id() + KEY), values);
        keys.put(key.id(), key);
        return key;
    }

    /** The key of an incident from now on: its own, else that of one that turned out to be part of it, else the newest. */
    synchronized ShareKey of(String incident, List<String> formerIds) throws IOException {
        String known = incidents.get(incident);
        for (String former : known == null ? formerIds : List.<String>of()) {
            known = known == null ? incidents.get(former) : known;
        }
        ShareKey key = known == null ? null : keys.get(known);
        if (key == null) {
            key = current();
        }
        if (!key.id().equals(incidents.get(incident))) {
            incidents.put(incident, key.id());
            Path file = folder.resolve(INCIDENTS);
            if (!Files.exists(file)) {
                Files.createFile(file, Lines.permissions("rw-------"));
            }
            Files.writeString(file, name(incident) + " " + key.id() + "\n", StandardOpenOption.APPEND);
        }
        return key;
    }

    /** Ids are hexadecimal digits; one that is not is written without what could break the line. */
    private static String name(String incident) {
        return incident.replaceAll("[^!-~]", "_");
    }

    /** All of them, the oldest first: id and since when; never the secret. */
    public synchronized List<String> list() {
        List<ShareKey> all = new ArrayList<>(keys.values());
        all.sort(Comparator.comparing(ShareKey::since));
        return all.stream().map(ShareKey::toString).toList();
    }
}
