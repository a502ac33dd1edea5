#include "files/npy_dict.hpp"

#include <charconv>
#include <set>

#include "yologold/error.hpp"

namespace yologold {
namespace {

class Parser {
 public:
  Parser(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  NpyDict dict() {
    NpyDict result;
    std::set<std::string> seen;
    expect('{');
    while (!take('}')) {
      const std::string key = string();
      if (!seen.insert(key).second) fail("the key '" + key + "' stands twice");
      expect(':');
      value(key, result);
      if (!take(',') && !at('}')) fail("',' or '}' expected");
    }
    for (const char* key : {"descr", "fortran_order", "shape"})
      if (!seen.contains(key)) fail(std::string("the key '") + key + "' is missing");
    skip_blanks();
    if (position_ != text_.size()) fail("text after the dictionary");
    return result;
  }

 private:
  void value(const std::string& key, NpyDict& result) {
    if (key == "descr") {
      if (at('[')) throw Error(where_, "structured types are not read", "one plain type");
      result.descr = string();
    } else if (key == "fortran_order") {
      result.fortran_order = truth();
    } else if (key == "shape") {
      result.shape = tuple();
    } else {
      throw Error(where_, "unknown key '" + key + "' in the header", "descr, fortran_order, shape");
    }
  }

  std::string string() {
    const char quote = at('"') ? '"' : '\'';
    expect(quote);
    const std::size_t end = text_.find(quote, position_);
    if (end == std::string_view::npos) fail("a string without an end");
    std::string result(text_.substr(position_, end - position_));
    if (result.find('\\') != std::string::npos) fail("a string with an escape");
    position_ = end + 1;
    return result;
  }

  bool truth() {
    skip_blanks();
    for (const bool value : {false, true}) {
      const std::string_view word = value ? "True" : "False";
      if (!text_.substr(position_).starts_with(word)) continue;
      position_ += word.size();
      return value;
    }
    fail("True or False expected");
  }

  std::vector<std::int64_t> tuple() {
    std::vector<std::int64_t> result;
    expect('(');
    while (!take(')')) {
      result.push_back(integer());
      const bool comma = take(',');
      if (!comma && (result.size() == 1 || !at(')'))) fail("',' expected in the shape");
    }
    return result;
  }

  std::int64_t integer() {
    skip_blanks();
    std::int64_t result = 0;
    const auto [end, fault] = std::from_chars(text_.data() + position_, text_.data() + text_.size(), result);
    if (fault == std::errc::result_out_of_range) fail("a dimension beyond 63 bits");
    if (fault != std::errc()) fail("a dimension is not an integer");
    if (result < 0) fail("negative dimension " + std::to_string(result));
    position_ = static_cast<std::size_t>(end - text_.data());
    return result;
  }

  void skip_blanks() {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\n')) ++position_;
  }

  bool at(char wanted) {
    skip_blanks();
    return position_ < text_.size() && text_[position_] == wanted;
  }

  bool take(char wanted) {
    const bool found = at(wanted);
    position_ += found;
    return found;
  }

  void expect(char wanted) {
    if (!take(wanted)) fail(std::string("'") + wanted + "' expected");
  }

  [[noreturn]] void fail(const std::string& what) { throw Error(where_, "header, character " + std::to_string(position_) + ": " + what); }

  std::string_view text_;
  const std::string& where_;
  std::size_t position_ = 0;
};

}  // namespace

NpyDict parse_npy_dict(std::string_view text, const std::string& where) { return Parser(text, where).dict(); }

}  // namespace yologold
