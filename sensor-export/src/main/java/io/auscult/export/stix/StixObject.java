package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An object to be told, and what it is in bytes once somebody asked. Not changed once made. One thread. */
public final class StixObject {
    private final String id;
    private final String version;
    private final ObjectNode json;
    private byte @Nullable [] bytes;
    private long form;
    private boolean isFormed;

    /**
     * @param id its type, two hyphens and a UUID
     * @param version {@code modified}, else {@code created}, else empty: an observable, which never changes
     * @param json all of it
     */
    StixObject(String id, String version, ObjectNode json) {
        this.id = id;
        this.version = version;
        this.json = json;
    }

    public String id() {
        return id;
    }

    public String version() {
        return version;
    }

    public ObjectNode json() {
        return json;
    }

    /** Compact JSON; to be read alone. */
    public byte[] bytes() {
        byte[] known = bytes;
        if (known == null) {
            known = StixJson.bytes(json);
            bytes = known;
        }
        return known;
    }

    /** Differs where anything but the time of change does, which stands among the first properties. */
    public long form() {
        if (!isFormed) {
            form = form(bytes(), ("\"modified\":\"" + version).getBytes(StandardCharsets.US_ASCII));
            isFormed = true;
        }
        return form;
    }

    private static long form(byte[] json, byte[] modified) {
        int at = 0;
        while (at + modified.length <= json.length
                && !Arrays.equals(json, at, at + modified.length, modified, 0, modified.length)) {
            at++;
        }
        boolean isThere = at + modified.length <= json.length;
        MessageDigest sha256 = sha256();
        sha256.update(json, 0, isThere ? at : json.length);
        if (isThere) {
            sha256.update(json, at + modified.length, json.length - at - modified.length);
        }
        return ByteBuffer.wrap(sha256.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StixObject that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
