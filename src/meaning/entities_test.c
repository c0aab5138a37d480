// entities_test.c - who and where, from analyses written by hand and the built tables.
#include "base/error.h"
#include "language/testing.h"
#include "meaning/parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct entities *entities;

static const struct meaning *read_lines(struct arena *arena, const char *lines) {
    const struct analysis *analysis = analysis_from_lines(arena, lines);
    struct meaning *meaning = ARENA_NEW(arena, struct meaning);
    meaning->analysis = analysis;
    meaning->published = slice_part(slice_of(analysis->document->published), 0, 10);
    quotations_find(analysis, arena, meaning);
    entities_find(entities, analysis, arena, meaning);
    return meaning;
}

// "id=form|form>represents; ..." without entities that only adjectives or nobody mentions; pronouns in round
// brackets.
static const char *describe(struct arena *arena, const struct meaning *meaning) {
    struct slice out = SLICE("");
    for (size_t i = 0; i < meaning->entity_count; i++) {
        const struct entity *e = &meaning->entities[i];
        if (e->mention_count == 0) continue;
        out = arena_join(
            arena, out, arena_format(arena, "%s" SLICE_FORMAT "=", out.length ? "; " : "", SLICE_ARG(e->id)));
        for (size_t k = 0; k < e->alias_count; k++)
            out = arena_join(arena, out,
                             arena_format(arena, "%s" SLICE_FORMAT, k ? "|" : "", SLICE_ARG(e->aliases[k])));
        for (size_t k = 0; k < e->mention_count; k++) {
            const struct mention *m = &meaning->mentions[e->mentions[k]];
            struct slice text = slice_part(meaning->analysis->document->text, m->span.start, m->span.end);
            if (m->kind == MENTION_PRONOUN)
                out = arena_join(arena, out, arena_format(arena, "(" SLICE_FORMAT ")", SLICE_ARG(text)));
        }
        if (e->represents >= 0)
            out = arena_join(
                arena, out,
                arena_format(arena, ">" SLICE_FORMAT, SLICE_ARG(meaning->entities[e->represents].id)));
    }
    return arena_string(arena, out);
}

static void check(const char *lines, const char *expected) {
    struct arena *arena = arena_new();
    const char *found = describe(arena, read_lines(arena, lines));
    if (strcmp(found, expected) != 0) print_message("wanted: %s\nfound:  %s\n", expected, found);
    assert_string_equal(found, expected);
    arena_free(arena);
}

static void an_apposition_gives_office_and_state(void **state) {
    (void)state;
    check(
        "# name PERSON 1 2\n1 Omar Omar PROPN NNP _ 10 nsubj\n2 Haddad Haddad PROPN NNP _ 1 flat "
        "SpaceAfter=No\n3 , , PUNCT , _ 6 punct\n"
        "4 the the DET DT Definite=Def 6 det\n5 defence defence NOUN NN _ 6 compound\n6 minister minister "
        "NOUN NN _ 1 appos\n"
        "7 of of ADP IN _ 8 case\n8 Jordan Jordan PROPN NNP _ 6 nmod SpaceAfter=No\n9 , , PUNCT , _ 6 punct\n"
        "10 resigned resign VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n11 . . PUNCT . _ 10 "
        "punct\n",
        "omar-haddad=Omar Haddad|the defence minister>jor; jor=Jordan");
}

static void a_title_before_a_name_is_no_entity_of_its_own(void **state) {
    (void)state;
    check("# name PERSON 3 4\n1 Peruvian Peruvian ADJ JJ _ 2 amod\n2 Senator Senator PROPN NNP _ 3 "
          "nmod:desc\n3 Lucia Lucia PROPN NNP _ 5 nsubj\n"
          "4 Ferro Ferro PROPN NNP _ 3 flat\n5 objected object VERB VBD Tense=Past|VerbForm=Fin 0 root "
          "SpaceAfter=No\n6 . . PUNCT . _ 5 punct\n"
          "\n1 She she PRON PRP Gender=Fem|Person=3 2 nsubj\n2 left leave VERB VBD Tense=Past|VerbForm=Fin 0 "
          "root SpaceAfter=No\n3 . . PUNCT . _ 2 punct\n",
          "lucia-ferro=Lucia Ferro|Senator Lucia Ferro(She)>per; per=Peruvian");
}

static void two_of_one_family_stay_two(void **state) {
    (void)state;
    check("# name PERSON 1 2\n# name PERSON 6 7\n1 Sara Sara PROPN NNP _ 8 nsubj\n2 Lindq Lindq PROPN NNP _ "
          "1 flat\n3 and and CCONJ CC _ 5 cc\n"
          "4 her she PRON PRP$ Poss=Yes|Gender=Fem 5 nmod:poss\n5 daughter daughter NOUN NN _ 1 conj\n6 Elin "
          "Elin PROPN NNP _ 5 appos\n"
          "7 Lindq Lindq PROPN NNP _ 6 flat\n8 fled flee VERB VBD Tense=Past|VerbForm=Fin 0 root "
          "SpaceAfter=No\n9 . . PUNCT . _ 8 punct\n",
          "sara-lindq=Sara Lindq(her); elin-lindq=her daughter|Elin Lindq|daughter Elin Lindq");
}

static void spellings_of_one_name_are_one_person(void **state) {
    (void)state;
    check("# name PERSON 1 3\n1 Rashid Rashid PROPN NNP _ 4 nsubj\n2 al al PROPN NNP _ 1 flat\n3 Nuri Nuri "
          "PROPN NNP _ 1 flat\n"
          "4 spoke speak VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n5 . . PUNCT . _ 4 punct\n\n"
          "# name PERSON 1 4\n1 Rasheed Rasheed PROPN NNP _ 5 nsubj\n2 Al Al PROPN NNP _ 1 flat "
          "SpaceAfter=No\n3 - - PUNCT HYPH _ 1 punct SpaceAfter=No\n4 Nuri Nuri PROPN NNP _ 1 flat\n"
          "5 left leave VERB VBD Tense=Past|VerbForm=Fin 0 root\n6 without without ADP IN _ 7 case\n# name "
          "PERSON 7 9\n7 Karim Karim PROPN NNP _ 5 obl\n8 al al PROPN NNP _ 7 flat\n9 Nuri Nuri PROPN NNP _ "
          "7 flat SpaceAfter=No\n10 . . PUNCT . _ 5 punct\n",
          "rasheed-al-nuri=Rashid al Nuri|Rasheed Al-Nuri; karim-al-nuri=Karim al Nuri");
}

static void a_bracket_introduces_an_acronym(void **state) {
    (void)state;
    check("# name ORGANIZATION 2 4\n# name ORGANIZATION 6 6\n1 The the DET DT Definite=Def 4 det\n2 Coastal "
          "Coastal PROPN NNP _ 4 compound\n3 Defence Defence PROPN NNP _ 4 compound\n"
          "4 League League PROPN NNP _ 8 nsubj\n5 ( ( PUNCT -LRB- _ 6 punct SpaceAfter=No\n6 CDLX CDLX PROPN "
          "NNP _ 4 appos SpaceAfter=No\n7 ) ) PUNCT -RRB- _ 6 punct\n"
          "8 marched march VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n9 . . PUNCT . _ 8 punct\n\n"
          "# name ORGANIZATION 1 1\n1 CDLX CDLX PROPN NNP _ 2 nsubj\n2 won win VERB VBD "
          "Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n3 . . PUNCT . _ 2 punct\n",
          "coastal-defence-league=Coastal Defence League|CDLX");
}

static void a_capital_acts_as_its_state_and_lies_somewhere_as_a_place(void **state) {
    (void)state;
    check("1 Doha Doha PROPN NNP _ 2 nsubj\n2 refused refuse VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 "
          "talks talk NOUN NNS Number=Plur 2 obj\n"
          "4 in in ADP IN _ 5 case\n5 Doha Doha PROPN NNP _ 2 obl SpaceAfter=No\n6 . . PUNCT . _ 2 punct\n",
          "qat=Doha; doha=Doha");
}

static void adjectives_make_organs_act_for_their_state(void **state) {
    (void)state;
    check(
        "1 Kenyan Kenyan ADJ JJ _ 2 amod\n2 police police NOUN NNS Number=Plur 3 nsubj\n3 arrested arrest "
        "VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
        "4 four four NUM CD _ 5 nummod\n5 protesters protester NOUN NNS Number=Plur 3 obj SpaceAfter=No\n6 . "
        ". PUNCT . _ 3 punct\n\n"
        "1 The the DET DT Definite=Def 2 det\n2 protesters protester NOUN NNS Number=Plur 6 nsubj:pass\n3 "
        "were be AUX VBD _ 6 aux:pass\n4 not not PART RB _ 6 advmod\n5 yet yet ADV RB _ 6 advmod\n"
        "6 charged charge VERB VBN Tense=Past|VerbForm=Part 0 root SpaceAfter=No\n7 . . PUNCT . _ 6 punct\n",
        "kenyan-police=Kenyan police>ken; ken=Kenyan; protesters=four protesters|The protesters");
}

static void a_bare_singular_noun_is_no_actor(void **state) {
    (void)state;
    check(
        "1 Peru Peru PROPN NNP _ 2 nsubj\n2 brought bring VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 them "
        "they PRON PRP Number=Plur 2 obj\n"
        "4 to to ADP IN _ 5 case\n5 justice justice NOUN NN _ 2 obl SpaceAfter=No\n6 . . PUNCT . _ 2 punct\n",
        "per=Peru");
}

static void who_stands_for_its_noun_and_his_for_the_last_man(void **state) {
    (void)state;
    check("# name PERSON 1 2\n1 Pavel Pavel PROPN NNP _ 8 nsubj\n2 Dvorny Dvorny PROPN NNP _ 1 flat "
          "SpaceAfter=No\n3 , , PUNCT , _ 5 punct\n4 who who PRON WP PronType=Rel 5 nsubj\n5 led lead VERB "
          "VBD Tense=Past|VerbForm=Fin 1 acl:relcl\n6 Peru Peru PROPN NNP _ 5 obj SpaceAfter=No\n7 , , PUNCT "
          ", _ 5 punct\n"
          "8 lost lose VERB VBD Tense=Past|VerbForm=Fin 0 root\n9 his he PRON PRP$ Poss=Yes|Gender=Masc 10 "
          "nmod:poss\n10 vote vote NOUN NN _ 8 obj SpaceAfter=No\n11 . . PUNCT . _ 8 punct\n",
          "pavel-dvorny=Pavel Dvorny(who)(his); per=Peru");
}

static void a_surname_finds_its_person_and_i_the_speaker(void **state) {
    (void)state;
    check("# name PERSON 1 2\n1 Nadia Nadia PROPN NNP _ 3 nsubj\n2 Brelin Brelin PROPN NNP _ 1 flat\n3 "
          "resigned resign VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n4 . . PUNCT . _ 3 punct\n\n"
          "1 \" \" PUNCT `` _ 3 punct SpaceAfter=No\n2 I I PRON PRP Person=1 3 nsubj\n3 regret regret VERB "
          "VBP Tense=Pres|VerbForm=Fin 9 ccomp\n4 the the DET DT Definite=Def 5 det\n5 long long ADJ JJ _ 6 "
          "amod\n6 delay delay NOUN NN _ 3 obj SpaceAfter=No\n7 , , PUNCT , _ 3 punct SpaceAfter=No\n8 \" \" "
          "PUNCT '' _ 3 punct\n9 said say VERB VBD Tense=Past|VerbForm=Fin 0 root\n10 Brelin Brelin PROPN "
          "NNP _ 9 nsubj SpaceAfter=No\n11 . . PUNCT . _ 9 punct\n",
          "nadia-brelin=Nadia Brelin|Brelin(I)");
}

static void a_pair_has_its_members(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct meaning *meaning = read_lines(
        arena,
        "1 Peru Peru PROPN NNP _ 4 nsubj\n2 and and CCONJ CC _ 3 cc\n3 Chile Chile PROPN NNP _ 1 conj\n4 "
        "argued argue VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n5 . . PUNCT . _ 4 punct\n\n"
        "1 Both both DET DT _ 2 det\n2 countries country NOUN NNS Number=Plur 3 nsubj\n3 signed sign VERB "
        "VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n4 . . PUNCT . _ 3 punct\n");
    uint32_t sentence;
    int32_t token = analysis_token(meaning->analysis, "countries", 0, &sentence);
    int32_t mention = meaning->mention_of[sentence][token];
    assert_true(mention >= 0);
    const struct entity *pair = &meaning->entities[meaning->mentions[mention].entity];
    assert_int_equal(pair->member_count, 2);
    assert_true(slice_equal(meaning->entities[pair->members[0]].id, SLICE("per")));
    assert_true(slice_equal(meaning->entities[pair->members[1]].id, SLICE("chl")));
    arena_free(arena);
}

static void places_have_coordinates(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct meaning *meaning =
        read_lines(arena, "1 Shops shop NOUN NNS Number=Plur 2 nsubj\n2 closed close VERB VBD "
                          "Tense=Past|VerbForm=Fin 0 root\n3 in in ADP IN _ 4 case\n4 Cochabamba Cochabamba "
                          "PROPN NNP _ 2 obl SpaceAfter=No\n5 . . PUNCT . _ 2 punct\n");
    assert_int_equal(meaning->entity_count, 1);
    assert_int_equal(meaning->entities[0].kind, ENTITY_PLACE);
    assert_true(meaning->entities[0].is_location);
    assert_true(slice_equal(meaning->entities[0].country, SLICE("BOL")));
    assert_true(meaning->entities[0].lat < -17 && meaning->entities[0].lat > -18);
    arena_free(arena);
}

static void mentions_lie_in_order_inside_the_text(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct meaning *meaning = read_lines(
        arena, "# name PERSON 3 4\n1 The the DET DT Definite=Def 2 det\n2 minister minister NOUN NN _ 5 "
               "nsubj\n3 Ann Ann PROPN NNP _ 2 appos\n4 Bo Bo PROPN NNP _ 3 flat\n5 met meet VERB VBD _ 0 "
               "root\n6 Iraqi Iraqi ADJ JJ _ 7 amod\n7 troops troop NOUN NNS Number=Plur 5 obj\n");
    assert_true(meaning->mention_count >= 3);
    for (size_t i = 0; i < meaning->mention_count; i++) {
        const struct mention *m = &meaning->mentions[i];
        assert_true(m->first <= m->head && m->head < m->end);
        assert_true(m->span.end <= meaning->analysis->document->text.length && m->span.start < m->span.end);
        assert_true(m->entity >= 0 && (size_t)m->entity < meaning->entity_count);
        if (i) assert_true(meaning->mentions[i - 1].first <= m->first);
    }
    arena_free(arena);
}

static void a_town_of_that_name_is_the_place(void **state) {
    (void)state;
    check("1 Fire fire NOUN NN _ 2 nsubj\n2 destroyed destroy VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 the "
          "the DET DT Definite=Def 4 "
          "det\n4 city city NOUN NN _ 2 obj\n5 of of ADP IN _ 6 case\n6 Cochabamba Cochabamba PROPN NNP _ 4 "
          "nmod "
          "SpaceAfter=No\n7 . . PUNCT . _ 2 punct\n",
          "cochabamba=the city|the city of Cochabamba|Cochabamba");
}

static void the_state_that_the_text_is_about_needs_no_name(void **state) {
    (void)state;
    check("1 Peru Peru PROPN NNP _ 2 nsubj\n2 protested protest VERB VBD Tense=Past|VerbForm=Fin 0 root "
          "SpaceAfter=No\n3 . . PUNCT . "
          "_ 2 punct\n\n1 The the DET DT Definite=Def 2 det\n2 government government NOUN NN _ 4 nsubj\n3 "
          "also also ADV RB _ 4 "
          "advmod\n4 recalled recall VERB VBD Tense=Past|VerbForm=Fin 0 root\n5 its it PRON PRP$ Poss=Yes 6 "
          "nmod:poss\n6 ambassador "
          "ambassador NOUN NN _ 4 obj SpaceAfter=No\n7 . . PUNCT . _ 4 punct\n",
          "per=Peru|The government(its); ambassador=its ambassador>per");
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_int_equal(read_lines(arena, "")->entity_count, 0);
    arena_free(arena);
}

static int open_tables(void **state) {
    (void)state;
    struct error error = { 0 };
    const char *file = getenv("KNOWLEDGE_BIN");
    knowledge = file ? knowledge_open(file, &error) : NULL;
    if (knowledge) entities = entities_open(knowledge, SLICE("en"), &error);
    if (!entities) print_message("%s\n", file ? error.message : "KNOWLEDGE_BIN is not set");
    return entities ? 0 : -1;
}

static int close_tables(void **state) {
    (void)state;
    entities_close(entities);
    knowledge_close(knowledge);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_apposition_gives_office_and_state),
        cmocka_unit_test(a_title_before_a_name_is_no_entity_of_its_own),
        cmocka_unit_test(two_of_one_family_stay_two),
        cmocka_unit_test(spellings_of_one_name_are_one_person),
        cmocka_unit_test(a_bracket_introduces_an_acronym),
        cmocka_unit_test(a_capital_acts_as_its_state_and_lies_somewhere_as_a_place),
        cmocka_unit_test(adjectives_make_organs_act_for_their_state),
        cmocka_unit_test(a_bare_singular_noun_is_no_actor),
        cmocka_unit_test(who_stands_for_its_noun_and_his_for_the_last_man),
        cmocka_unit_test(a_surname_finds_its_person_and_i_the_speaker),
        cmocka_unit_test(a_pair_has_its_members),
        cmocka_unit_test(places_have_coordinates),
        cmocka_unit_test(mentions_lie_in_order_inside_the_text),
        cmocka_unit_test(a_town_of_that_name_is_the_place),
        cmocka_unit_test(the_state_that_the_text_is_about_needs_no_name),
        cmocka_unit_test(nothing_gives_nothing),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
