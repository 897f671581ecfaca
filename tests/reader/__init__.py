"""Articles with hand-made annotations, against which reading is measured."""
