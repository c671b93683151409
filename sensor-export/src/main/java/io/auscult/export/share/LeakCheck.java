package io.auscult.export.share;

import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last net: looks through everything that is about to leave for what must not. It should never find anything, as what leaves is built from lists of what may; when it does, nothing
 * leaves. One thread, made for one entry.
 *
 * <p>Names that consist of words which the program itself says ("administrator", "print") and those of fewer than three letters or digits, or of fewer than five digits and nothing else,
 * cannot be told from its own texts and are not looked for.
 */
final class LeakCheck {
    private static final int SHORTEST_NAME = 3;
    private static final int SHORTEST_NUMBER = 5;

    private final Known known;
    private final InternalAddresses internal;
    private final Vocabulary vocabulary;
    private final Map<String, List<Name>> names = new HashMap<>(); // by first word
    private final List<Name> odd = new ArrayList<>(); // without letters and digits

    private record Name(String what, String plain, List<String> words) {}

    LeakCheck(Known known, InternalAddresses internal, Vocabulary vocabulary) {
        this.known = known;
        this.internal = internal;
        this.vocabulary = vocabulary;
        known.hosts.forEach(host -> add("name of a host", host));
        known.users.forEach(user -> add("name of a user", user));
    }

    private void add(String what, String plain) {
        List<String> words = Vocabulary.Words.of(plain);
        Name name = new Name(what, plain, words);
        if (words.isEmpty()) {
            if (plain.length() >= SHORTEST_NAME) {
                odd.add(name);
            }
            return;
        }
        int length = words.stream().mapToInt(String::length).sum();
        boolean isNumber = words.stream().allMatch(word -> word.chars().allMatch(Character::isDigit));
        if (length >= (isNumber ? SHORTEST_NUMBER : SHORTEST_NAME)
                && !words.stream().allMatch(vocabulary::isWord)) {
            names.computeIfAbsent(words.getFirst(), first -> new ArrayList<>()).add(name);
        }
    }

    /** What of this must not leave, without saying it; null when nothing was found. */
    @Nullable
    String leak(JournalEntry shared) {
        String[] leak = {null};
        new Parts() {
            private void tell(@Nullable String what) {
                leak[0] = leak[0] != null ? leak[0] : what;
            }

            @Override
            void text(String text) {
                tell(LeakCheck.this.leak(text));
            }

            @Override
            void address(IpAddress address) {
                tell(isInside(address) ? "address" : null);
            }

            @Override
            void rule(Rule rule) {
                tell(vocabulary.rule(rule).equals(rule) ? null : "text of a rule");
            }
        }.walk(shared);
        return leak[0];
    }

    private boolean isInside(IpAddress address) {
        return internal.contains(address) && !InternalAddresses.isPseudonym(address)
                || known.addresses.contains(address) && !InternalAddresses.isPseudonym(address);
    }

    /** The same for one text. */
    @Nullable
    String leak(String text) {
        String plain = Texts.plain(text);
        String[] leak = {name(plain)};
        Texts.find(plain, new Texts.Found() {
            @Override
            public void address(IpAddress address) {
                leak[0] = isInside(address) ? "address" : leak[0];
            }

            @Override
            public void oddAddress(IpAddress address) {
                leak[0] = known.addresses.contains(address) && !InternalAddresses.isPseudonym(address)
                        ? "address in another form"
                        : leak[0];
            }

            @Override
            public void mac(String digits) {
                leak[0] = digits.startsWith(Pseudonyms.MAC_DIGITS) ? leak[0] : "hardware address";
            }

            @Override
            public void oddMac(String digits) {
                leak[0] = known.macs.contains(digits) ? "hardware address in another form" : leak[0];
            }
        });
        return leak[0];
    }

    private @Nullable String name(String plain) {
        if (!names.isEmpty()) {
            List<String> words = Vocabulary.Words.of(plain);
            for (int i = 0; i < words.size(); i++) {
                for (Name name : names.getOrDefault(words.get(i), List.of())) {
                    int end = i + name.words().size();
                    if (end <= words.size() && words.subList(i, end).equals(name.words())) {
                        return name.what();
                    }
                }
            }
        }
        for (Name name : odd) {
            if (plain.contains(name.plain())) {
                return name.what();
            }
        }
        return null;
    }
}
