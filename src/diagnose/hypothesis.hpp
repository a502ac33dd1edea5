#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "diagnose/scene.hpp"

namespace yologold {

/// A way in which a backend can be wrong, as a rule that predicts what it would then write.
struct Hypothesis {
  std::string id;        ///< "alpha=differentiated", "sign"
  std::string sentence;  ///< what the backend does, in a GPU engineer's words
  std::string look;      ///< where to look for it
  std::string group;     ///< two of one group do not go together

  std::function<void(Setting&)> before = {};                    ///< what goes into the evaluation instead, the logits aside
  std::function<void(Setting&, std::size_t)> before_head = {};  ///< as before, for the gradient of one head only
  std::function<Field(const Setting&)> reread = {};             ///< the logits that go into it instead
  std::function<void(Prediction&, const Scene&)> after = {};    ///< what happens to the gradient: in each element monotone
  bool replaces = false;                                        ///< writes the same whatever the gradient is: no mistake before it shows
  bool adds = false;                                            ///< lists elements that the gradient does not
  bool fitted = false;                                          ///< has a number that was read off the actual: steps back behind one that has none
  std::string number = {};                                      ///< that number, where it must be the same in every case

  bool evaluates() const { return before || before_head || reread; }  ///< the loss anew
};

/// Everything that could be wrong with a case. The first of several that predict the same is the one to name first.
std::vector<Hypothesis> hypotheses(const Scene& scene);

/// What a backend would write in which both are wrong, in this order. Nothing where they do not go together.
std::optional<Field> predict(const Scene& scene, const Hypothesis& one, const Hypothesis* other = nullptr);

/// The same with its slack, where the scene's golden has one.
std::optional<Prediction> predict_bounded(const Scene& scene, const Hypothesis& one, const Hypothesis* other = nullptr);

/// Its two steps: what goes in, evaluated; then what happens to it.
/// @param logits  of the setting, or what one of the two reads in their place
std::optional<Prediction> evaluate_mistaken(const Scene& scene, const std::shared_ptr<const Field>& logits, const Hypothesis& one, const Hypothesis* other);
void change_gradient(Prediction& prediction, const Scene& scene, const Hypothesis& one, const Hypothesis* other);

/// False where two are of one group, or cannot be evaluated together.
bool go_together(const Hypothesis& one, const Hypothesis& other);

/// The parts of the list.
void add_wrong_choices(const Scene& scene, std::vector<Hypothesis>& list);      ///< another entry of a choice
void add_wrong_numbers(const Scene& scene, std::vector<Hypothesis>& list);      ///< weights, thresholds, factors
void add_wrong_values(const Scene& scene, std::vector<Hypothesis>& list);       ///< right formula, then a factor or a derivative too much or missing
void add_wrong_places(const Scene& scene, std::vector<Hypothesis>& list);       ///< right values, written elsewhere
void add_lost_values(const Scene& scene, std::vector<Hypothesis>& list);        ///< values that were rounded, not written, or written before
void add_lost_channels(const Scene& scene, std::vector<Hypothesis>& list);      ///< a channel that is 0 in every slot
void add_wrong_anchors(const Scene& scene, std::vector<Hypothesis>& list);      ///< anchors in other units, order, heads
void add_wrong_truths(const Scene& scene, std::vector<Hypothesis>& list);       ///< truths misread
void add_wrong_logits(const Scene& scene, std::vector<Hypothesis>& list);       ///< logits misread
void add_wrong_objectness(const Scene& scene, std::vector<Hypothesis>& list);   ///< the objectness term: what it is over, its activation
void add_wrong_classes(const Scene& scene, std::vector<Hypothesis>& list);      ///< the class term: its activation, its derivative, ids out of range
void add_wrong_coordinates(const Scene& scene, std::vector<Hypothesis>& list);  ///< the coordinate term: derivatives, targets
void add_wrong_assignment(const Scene& scene, std::vector<Hypothesis>& list);   ///< cells, anchors and predictors that truths are assigned to
void add_wrong_batches(const Scene& scene, std::vector<Hypothesis>& list);      ///< images and heads of one batch
void add_wrong_lists(const Scene& scene, std::vector<Hypothesis>& list);        ///< lists of truths: where they end, whose they are
void add_scaled_values(const Scene& scene, std::vector<Hypothesis>& list);      ///< values times one number
void add_moved_planes(const Scene& scene, std::vector<Hypothesis>& list);       ///< one plane at another's place, or shifted

}  // namespace yologold
