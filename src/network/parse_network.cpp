#include <algorithm>

#include "json/fields.hpp"
#include "json/json.hpp"
#include "json/names.hpp"
#include "json/parse.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "network/blocks.hpp"
#include "network/complete.hpp"
#include "network/layer_fields.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

/// Reads the entries of a list of layers, blocks opened.
class LayerListReader {
 public:
  LayerListReader(const Json& list, const Place& place) {
    std::vector<std::string_view> words(layer_words.begin(), layer_words.end());
    words.insert(words.end(), block_words.begin(), block_words.end());
    for (const Json& entry : read_list(list, place)) {
      Fields<Json> fields(entry, place.at(ends_.size()));
      fields_ = &fields;
      const std::size_t word = read_name(fields.need("layer"), fields.place("layer"), words, "a layer");
      const std::string name = fields.find("name") ? fields.text("name") : "";
      if (word < layer_words.size())
        read_layer(word);
      else
        read_block(word - layer_words.size());
      fields.finish();
      end_entry(name, fields.place("name"));
    }
  }

  std::vector<LayerConfig> layers;

  // What the visited fields are read with.
  void number(const char* key, int& to, int fallback, int low) {
    const Json* value = fields_->find(key);
    to = value ? static_cast<int>(read_whole(*value, fields_->place(key), low, most_of_anything)) : fallback;
  }
  void count(const char* key, int& to) {
    const Json& value = fields_->need(key);
    if (value == "head")
      to = as_the_head_needs;
    else
      number(key, to, 0, 1);
  }
  void real(const char* key, double& to, double fallback, double low, double high) {
    to = fields_->number(key, fallback);
    if (!(to >= low && to <= high)) throw Error(fields_->place(key).str(), "is " + decimal(to), decimal(low) + " to " + decimal(high));
  }
  void flag(const char* key, bool& to) { to = fields_->flag(key, false); }
  template <class Choice>
  void word(const char* key, Choice& to, std::span<const std::string_view> words) {
    if (const Json* value = fields_->find(key)) to = static_cast<Choice>(read_name(*value, fields_->place(key), words, std::string("a choice of ") + key));
  }
  void reference(const char* key, int& to) { to = resolve(fields_->need(key), fields_->place(key)); }
  void references(const char* key, std::vector<int>& to) {
    const Json& value = fields_->need(key);
    if (!value.is_array()) return reference(key, to.emplace_back());
    for (const Json& item : value) {
      const std::size_t at = to.size();
      to.push_back(resolve(item, fields_->place(key).at(at)));
    }
  }

 private:
  void read_layer(std::size_t word) {
    LayerConfig layer{"", make_kind(word)};
    std::visit([&](auto& kind) { LayerFields::visit(*this, kind); }, layer.kind);
    layers.push_back(std::move(layer));
  }

  void read_block(std::size_t index) {
    BlockConfig block;
    const std::string_view word = block_words[index];
    if (word == "spp") {
      if (const Json* sizes = fields_->find("sizes")) {
        block.sizes.clear();
        for (const Json& size : read_list(*sizes, fields_->place("sizes")))
          block.sizes.push_back(static_cast<int>(read_whole(size, fields_->place("sizes").at(block.sizes.size()), 1, most_of_anything)));
      }
    } else {
      number("filters", block.filters, 0, 1);
      if (block.filters < 2) throw Error(fields_->place("filters").str(), "must be given", "at least 2");
      this->word("activation", block.activation, nonlinearity_words);
    }
    if (word == "csp") number("blocks", block.blocks, 1, 1), number("stride", block.stride, 2, 1);
    if (word.starts_with("pan")) reference("from", block.from);
    append_block(layers, index, block);
  }

  void end_entry(const std::string& name, const Place& place) {
    layers.back().name = name;
    ends_.push_back(static_cast<int>(layers.size()) - 1);
    if (name.empty()) return;
    if (std::ranges::find(names_, name) != names_.end()) throw Error(place.str(), quote(name) + " is the name of another layer");
    names_.push_back(name);
    named_.push_back(ends_.back());
  }

  /// The place of a layer by name, or counted back in entries.
  int resolve(const Json& value, const Place& place) const {
    if (value.is_string()) {
      const std::vector<std::string_view> names(names_.begin(), names_.end());
      return named_[find_name(value.get_ref<const std::string&>(), place.str(), names, "the name of a layer before")];
    }
    const auto entries = static_cast<std::int64_t>(ends_.size());
    const std::int64_t at = entries + read_whole(value, place, -entries - 1, -1);
    return at < 0 ? -1 : ends_[static_cast<std::size_t>(at)];
  }

  Fields<Json>* fields_ = nullptr;
  std::vector<int> ends_, named_;
  std::vector<std::string> names_;
};

BatchNormConfig read_batch_norm(const Json& value, const Place& place) {
  BatchNormConfig config;
  Fields<Json> fields(value, place);
  config.epsilon = fields.number("epsilon", config.epsilon);
  config.epsilon_outside = fields.flag("epsilon_outside", false);
  config.momentum = fields.number("momentum", config.momentum);
  config.cross_mini_batch = fields.flag("cross_mini_batch", false);
  fields.finish();
  if (!(config.epsilon > 0 && config.epsilon < 1)) throw Error(fields.place("epsilon").str(), "is " + decimal(config.epsilon), "above 0, below 1");
  if (!(config.momentum >= 0 && config.momentum <= 1)) throw Error(fields.place("momentum").str(), "is " + decimal(config.momentum), "0 to 1");
  return config;
}

}  // namespace

NetworkConfig parse_network(std::string_view text, const std::string& where, const NetworkChoices& choices) {
  const Json document = parse_json<Json>(text, where);
  const Place root{where, ""};
  Fields<Json> fields(document, root);
  NetworkConfig config;
  config.name = fields.find("name") ? fields.text("name") : where;
  config.width = static_cast<int>(fields.whole("width", 1, most_of_anything));
  config.height = static_cast<int>(fields.whole("height", 1, most_of_anything));
  if (fields.find("channels")) config.channels = static_cast<int>(fields.whole("channels", 1, 1024));
  if (const Json* value = fields.find("batch_norm")) config.batch_norm = read_batch_norm(*value, root.at("batch_norm"));
  const std::string variant = fields.need("variant").dump();
  config.layers = LayerListReader(fields.need("layers"), root.at("layers")).layers;
  fields.finish();
  complete_network(config, variant, where + "#/variant", choices);
  return config;
}

}  // namespace yologold
