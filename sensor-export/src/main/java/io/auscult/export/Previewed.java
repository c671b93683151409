package io.auscult.export;

import io.auscult.core.alert.Incident;
import java.io.IOException;

/** An exporter that can show what it would send, without sending it. */
public interface Previewed {
    /** What the receiver would get of this incident, as text. */
    String preview(Incident incident) throws IOException;
}
