package io.auscult.core.protocol.file;

import io.auscult.core.event.Field;
import io.auscult.core.protocol.Fingerprint;
import java.util.function.Supplier;

/** What may be computed over the content of a file. */
public enum Digest {
    MD5(Fingerprint::md5),
    SHA1(Fingerprint::sha1),
    SHA256(Fingerprint::sha256);

    private final Supplier<Fingerprint> supplier;

    Digest(Supplier<Fingerprint> supplier) {
        this.supplier = supplier;
    }

    Fingerprint create() {
        return supplier.get();
    }

    Field field() {
        return switch (this) {
            case MD5 -> FileStream.MD5;
            case SHA1 -> FileStream.SHA1;
            case SHA256 -> FileStream.SHA256;
        };
    }
}
