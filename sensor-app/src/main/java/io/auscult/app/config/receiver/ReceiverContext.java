package io.auscult.app.config.receiver;

import io.auscult.app.config.Language;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What exporters are told about the sensor they work for. Immutable.
 *
 * @param version of the sensor
 * @param localNets the hospital's own addresses
 * @param language of texts for people where a receiver says none: en, nl, fr
 * @param interfaces the name of a capture interface by its index, null for none
 * @param folder of the journal, where an exporter may keep a small file beside its checkpoint
 * @param wording titles of rules in the languages of readers
 * @param shared receivers that a policy names
 * @param segments parts of the network that were named; reports count by them
 */
public record ReceiverContext(
        String version,
        LocalNets localNets,
        String language,
        IntFunction<@Nullable String> interfaces,
        Path folder,
        Wording wording,
        Set<String> shared,
        List<Network> segments) {
    /** Of an entry that asks for this one. */
    String language(Language asked) {
        return asked == Language.AUTO ? language : asked.code();
    }

    /** Of readers here who ask for this language. */
    Voice voice(Language asked) {
        return new Voice(language(asked), ZoneId.systemDefault(), wording);
    }
}
