package io.auscult.export.notice;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.auscult.core.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record in a small file of JSON that is replaced as a whole. Stateless. */
public final class StateFile<T extends Record> {
    private static final int MAX_FILE = 1 << 26; // bytes; several times what its writers keep
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final Class<T> type;

    /** @param type whose constructor throws for values that are missing */
    public StateFile(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /** Null when there is none, and when it is damaged, which is told. */
    public @Nullable T read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        if (Files.size(file) > MAX_FILE) {
            LOG.warn("{}: longer than {} bytes, left out; what was told may be told again", file, MAX_FILE);
            return null;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), type);
        } catch (JacksonException | NullPointerException e) {
            LOG.warn("{}: damaged, left out; what was told may be told again", file);
            return null;
        }
    }

    /** On the disk, the old one or the new one. */
    public void write(T state) throws IOException {
        WholeFile.replace(file, JSON.writeValueAsBytes(state));
    }
}
