import numpy as np

from bot.maths.ngrams import Likeness, counted, learn_vocabulary, ngrams, normalise, tf_idf, without_masks


def test_case_accents_numbers_masks_and_drawn_out_letters_do_not_matter():
    assert normalise("HALLOOOO  Élève 1234\n[masked:e-mail] ça") == "halloo eleve 0 ca"


def test_ngrams_mark_the_edges_of_words_and_stay_within_them():
    counts, grams = counted(["je de", "je"])

    assert counts[0, grams.index(" j")] == 1
    assert counts[0, grams.index("e ")] == 2
    assert counts[1, grams.index("e ")] == 1
    assert not any(" " in gram.strip() for gram in grams)


def test_a_one_letter_word_has_ngrams():
    assert set(ngrams("a")) == {" a", "a ", " a "}


def test_only_ngrams_of_several_texts_are_kept():
    vocabulary, weights = learn_vocabulary(counted(["printer", "printen", "vpn"]))

    assert "print" in vocabulary
    assert " vpn" not in vocabulary
    assert len(weights) == len(vocabulary)


def test_rare_ngrams_weigh_more():
    vocabulary, weights = learn_vocabulary(counted(["ab xy", "ab xy", "ab", "ab"]))

    assert weights[vocabulary[" xy"]] > weights[vocabulary[" ab"]]


def test_rows_have_unit_length_and_unknown_texts_none():
    vocabulary, weights = learn_vocabulary(counted(["printer stuk", "printer kapot"]))

    rows = tf_idf(counted(["printer", "", "zzz"]), vocabulary, weights)

    np.testing.assert_allclose(np.asarray(rows.power(2).sum(axis=1)).ravel(), [1, 0, 0], atol=1e-6)


def test_no_texts_and_no_vocabulary_still_make_a_matrix():
    assert tf_idf(counted([]), {}, np.zeros(0, dtype=np.float32)).shape == (0, 0)
    assert tf_idf(counted(["a"]), {}, np.zeros(0, dtype=np.float32)).shape == (1, 0)


def test_likeness_is_the_product_of_the_rows():
    texts = counted([f"printer {n:b} " + "stuk " * (n % 3) for n in range(60)])
    rows = tf_idf(texts, *learn_vocabulary(texts))

    likeness = Likeness(rows)(np.arange(3, 40), np.arange(60))

    np.testing.assert_allclose(likeness, (rows[3:40] @ rows.T).toarray(), atol=1e-6)


def test_masks_go_and_other_brackets_stay():
    assert without_masks("bel [masked:phone] of [dit]").split() == ["bel", "of", "[dit]"]
