package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class SecurityDocTest {
    @Test
    void theRightsNameEveryTopicAndNoOther() throws IOException {
        Set<String> catalogue = Topics.all().stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
        catalogue.add(Topics.DEAD_LETTER);
        catalogue.add(Topics.SCHEMA);

        assertThat(SecurityDocument.read().rights())
                .map(AclBinding::pattern)
                .filteredOn(pattern -> pattern.resourceType() == ResourceType.TOPIC)
                .filteredOn(pattern -> pattern.patternType() == PatternType.LITERAL)
                .extracting(pattern -> pattern.name())
                .containsAll(catalogue)
                .isSubsetOf(catalogue);
    }
}
