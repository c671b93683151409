package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Delivers alerts to one receiver: a file, a server. Used by one thread at a time: {@link #resume} once, and again after every exception;
 * then {@link #deliver} any number of times and {@link #flush}, over and over. What was delivered and not flushed may be lost,
 * and is delivered again. A {@link RejectedException} says that one of these entries is the trouble, a {@link LaterException} when to come back;
 * after any other exception they are delivered again for as long as it takes.
 */
public interface Exporter extends Closeable {
    /** Such as {@code eve}; never an address. */
    String name();

    /**
     * Gets ready to deliver what comes after {@code last}: takes back what the receiver has beyond it, or remembers it, so that
     * nothing arrives twice. Null when it is not known what the receiver has.
     *
     * @throws IOException when the receiver cannot be reached; the caller tries again later
     */
    void resume(@Nullable Receipt last) throws IOException;

    /** Sends an alert on its way. */
    void deliver(Alert alert) throws IOException;

    /** Sends an incident on its way, as it stands now; the same one comes again when it has grown. Receivers that only take alerts leave it out. */
    default void deliver(Incident incident) throws IOException {}

    /**
     * Called now and then while there is nothing to deliver: for what an exporter held back on purpose, such as a digest.
     *
     * @return whether it delivered something that belongs to the receipt, so that {@link #flush} is wanted
     */
    default boolean idle() throws IOException {
        return false;
    }

    /** Returns when the receiver has everything that was delivered. @return what to {@link #resume} from */
    Receipt flush() throws IOException;
}
